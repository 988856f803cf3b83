package dev.headroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.manifests.ManifestException;
import dev.headroom.timeline.VirtualTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusFileTest {

    @TempDir
    private Path folder = Path.of(".");

    private PrometheusFile file() throws IOException {
        Files.writeString(folder.resolve("rules.yml"), "groups: [{name: a, rules: [{record: x, expr: up}]}]");
        Files.writeString(folder.resolve("prometheus.yml"), """
                global: {evaluation_interval: 7s, rule_query_offset: 3s}
                rule_files: [rules.yml]
                scrape_configs: [{job_name: a}]
                """);
        return new PrometheusFile(folder.resolve("prometheus.yml"), new VirtualTimeline(Instant.EPOCH));
    }

    @Test
    void groupsOfRuleFilesInheritFromGlobal() throws IOException {
        var group = file().loaded().groups().getFirst();
        assertEquals(Optional.of(Duration.ofSeconds(7)), group.interval());
        assertEquals(Optional.of(Duration.ofSeconds(3)), group.queryOffset());
    }

    @Test
    void aBadFileKeepsTheConfigurationBefore() throws IOException {
        var file = file();
        Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: [{job_name: b, interval: 5s}]");
        var wrong = assertThrows(ManifestException.class, file::reload);
        assertTrue(String.valueOf(wrong.getMessage()).contains("the nearest is scrape_interval"), wrong.getMessage());
        assertEquals("a", file.loaded().config().scrapeConfigs().getFirst().jobName());
        assertEquals(wrong.getMessage(), file.trouble());
    }

    @Test
    void aBadRuleFileIsABadConfiguration() throws IOException {
        var file = file();
        Files.writeString(folder.resolve("rules.yml"), "groups: [{name: a, rules: [{record: x, expr: 'sum('}]}]");
        assertThrows(ManifestException.class, file::reload);
        assertEquals(1, file.loaded().groups().getFirst().rules().size());
    }
}

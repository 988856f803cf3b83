package dev.headroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.manifests.ManifestException;
import dev.headroom.model.LabelNaming;
import dev.headroom.rules.RuleFiles;
import dev.headroom.scrape.ScrapeLimits;
import dev.headroom.scrape.ScrapeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configuration of an adapter among the files of `up`.
final class AppliedAdapterTest {

    private static final String RULES = "rules:\n- {seriesQuery: depth, metricsQuery: max(<<.Series>>)}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Applied applied(Path... files) {
        return Applied.read(
                List.of(files),
                new Applied.Readers(
                        new RuleFiles(LabelNaming.UTF8, _ -> Optional.empty()),
                        new ScrapeSettings(
                                Duration.ofSeconds(1), Duration.ofSeconds(1), false, true, List.of(),
                                ScrapeLimits.STANDARD)));
    }

    @Test
    void itsOwnFileIsTakenAndNothingElseIsExpectedInIt() throws IOException {
        var config = applied(file("adapter.yaml", RULES)).adapter().orElseThrow();

        assertEquals("depth", config.rules().getFirst().seriesQuery());
    }

    @Test
    void itsConfigMapIsTaken() throws IOException {
        var map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: prometheus-adapter}\ndata:\n  config.yaml: |\n"
                + RULES.indent(4);

        assertEquals(1, applied(file("map.yaml", map)).adapter().orElseThrow().rules().size());
    }

    @Test
    void rulesOfPrometheusAreNone() throws IOException {
        assertTrue(applied(file("rules.yaml", "groups: [{name: g, rules: [{record: r, expr: up}]}]\n"))
                .adapter()
                .isEmpty());
    }

    @Test
    void twoOfThemAreOneTooMany() throws IOException {
        var one = file("a.yaml", RULES);
        var other = file("b.yaml", RULES);

        var refused = assertThrows(ManifestException.class, () -> applied(one, other));

        assertEquals(
                other + ": expected one configuration of prometheus-adapter, got another one in " + one,
                refused.getMessage());
    }
}

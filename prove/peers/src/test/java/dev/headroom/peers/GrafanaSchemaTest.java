package dev.headroom.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.programs.GoTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The dashboards as Grafana's published types read them: no field is unknown to them, and none that they require is
/// missing.
@Timeout(600)
class GrafanaSchemaTest {

    private static final Path ROOT = Path.of(System.getProperty("headroom.root", "../..")).toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of(".");

    private record Answer(int status, String output) {}

    @BeforeEach
    void needsGo() {
        assumeTrue(System.getProperty("headroom.peers", "off").equals("on"), "needs -Ppeers");
        assertEquals("", GoTool.missing().orElse(""));
    }

    private static Answer read(List<Path> files) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("go", "run", "."));
        files.forEach(file -> command.add(file.toString()));
        var builder = new ProcessBuilder(command)
                .directory(ROOT.resolve("prove/peers/go/grafana").toFile())
                .redirectErrorStream(true);
        builder.environment().put("CGO_ENABLED", "0");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    @Test
    void everyDashboardOfTheChartIsReadStrictly() throws IOException, InterruptedException {
        try (var files = Files.list(ROOT.resolve("charts/headroom/dashboards"))) {
            var all = files.toList();
            var answer = read(all);
            assertEquals(0, answer.status(), answer::output);
            assertEquals(all.size(), answer.output().lines().filter(line -> line.endsWith(" panels")).count());
        }
    }

    @Test
    void aFieldThatGrafanaDoesNotKnowIsNamed() throws IOException, InterruptedException {
        var good = Files.readString(ROOT.resolve("charts/headroom/dashboards/headroom-operator.json"));
        var file = folder.resolve("bad.json");
        Files.writeString(file, good.replace("\"schemaVersion\"", "\"schemaVersoin\""));
        var answer = read(List.of(file));
        assertEquals(1, answer.status(), answer::output);
        assertTrue(answer.output().contains("schemaVersoin"), answer::output);
    }
}

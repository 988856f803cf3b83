package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.recording.ReplayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionScriptsTest {

    private static final Path ROOT = Path.of(System.getProperty("headroom.root"));

    private static final String MANIFEST = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata:
              name: web
            spec:
              scaleTargetRef:
                name: web
              minReplicaCount: 2
              triggers:
                - type: prometheus
                  metadata:
                    serverAddress: http://127.0.0.1:9095
                    query: sum(queue_length)
                    threshold: "10"
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    static List<Path> scripts() throws IOException {
        try (var ours = Files.list(ROOT.resolve("prove/scenarios/decisions"));
                var examples = Files.walk(ROOT.resolve("examples"))) {
            return Stream.concat(ours, examples)
                    .filter(file -> file.toString().endsWith(".test"))
                    .sorted()
                    .toList();
        }
    }

    private Tally run(String script) throws IOException {
        Files.writeString(folder.resolve("web.yaml"), MANIFEST);
        return Replay.file(Files.writeString(folder.resolve("web.test"), script));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void decidesAsTheScriptsSay(Path file) {
        var tally = Replay.file(file);
        assertEquals(List.of(), tally.failures());
        assertTrue(tally.passed() > 1, "ticks: " + tally.passed());
    }

    @Test
    void aTickThatDoesNotHoldSaysWhatWasDecidedInstead() throws IOException {
        var tally = run("""
                manifest web.yaml
                replicas 2

                load 15s
                  queue_length  20x2 50x10

                tick at 15s  hold 2
                tick at 1m   scale 4
                """);
        assertEquals(1, tally.passed());
        assertEquals(
                List.of(folder.resolve("web.test") + ":8: tick at 1m: expected scale 4, got scale 5 at 1m: AboveTarget:"
                        + " s0-prometheus 12500m against target 10: 4 × 1.250 → 5 replicas"),
                tally.failures());
    }

    @Test
    void replicasSetByHandAreCorrected() throws IOException {
        var tally = run("""
                manifest web.yaml
                replicas 2
                replicas 9 at 50s

                load 15s
                  queue_length  20x40

                tick at 55s   replicas 9
                tick at 59s   hold 9
                tick at 7m    replicas 2
                """);
        assertEquals(List.of(), tally.failures());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "manifest web.yaml\ntick at 5 min  hold 3\n",
        "manifest web.yaml\ntick at 5m  hold\n",
        "manifest web.yaml\nusage 1m\n  disk 50\n\ntick at 5m  hold 3\n",
        "manifest web.yaml\ntick at 5m  hold 3\ntick at 4m  hold 3\n",
        "manifest none.yaml\ntick at 5m  hold 3\n",
        "object\n  kind: [\ntick at 5m  hold 3\n",
        "object\ntick at 5m  hold 3\n",
        "load 1m\n  x{ 1\n\ntick at 5m  hold 3\n",
        "manifest web.yaml\nautoscaler other\ntick at 5m  hold 3\n"
    })
    void whatIsNoScriptIsOneLine(String script) {
        var wrong = assertThrows(ReplayException.class, () -> run(script));
        assertTrue(String.valueOf(wrong.getMessage()).contains("expected"), wrong.getMessage());
        assertEquals(1, String.valueOf(wrong.getMessage()).lines().count(), wrong.getMessage());
    }
}

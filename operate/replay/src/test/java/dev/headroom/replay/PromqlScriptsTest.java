package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The scripts that specify PromQL, and what the engine of Prometheus 3.14 answered to generated ones.
class PromqlScriptsTest {

    private static final Path ROOT = Path.of(System.getProperty("headroom.root"));

    @ParameterizedTest
    @ValueSource(strings = {"prove/scenarios/promql", "prove/scenarios/vectors/promql"})
    void answersAsTheScriptsSay(String folder) throws IOException {
        var tally = replayed(ROOT.resolve(folder));
        assertEquals(List.of(), tally.failures());
        assertTrue(tally.passed() > 50, "cases: " + tally.passed());
        assertTrue(deviating(tally) * 100 <= tally.passed(), "deviations: " + tally.deviations());
    }

    /// All recordings, where they lie beside the repository.
    @ParameterizedTest
    @ValueSource(strings = {"../shared/data/promqltest", "../shared/data/promql-vectors"})
    void soItDoesInEveryRecordedScript(String folder) throws IOException {
        var recorded = ROOT.resolve(folder);
        if (Files.isDirectory(recorded)) {
            var tally = replayed(recorded);
            assertEquals(List.of(), tally.failures());
            assertTrue(deviating(tally) * 100 <= tally.passed(), "deviations: " + tally.deviations());
        }
    }

    @Test
    void aScriptMayFailAndSaysWhere() throws IOException {
        var script = Files.createTempFile("wrong", ".test");
        try {
            Files.writeString(script, "load 1m\n  up 1\n\neval instant at 0s up\n  up 2\n");
            var tally = Replay.file(script);
            assertEquals(List.of(script + ":4: up: expected 2.0 for {__name__=\"up\"}, got 1.0"), tally.failures());
        } finally {
            Files.delete(script);
        }
    }

    private static int deviating(Tally tally) {
        return tally.deviations().values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Tally replayed(Path folder) throws IOException {
        int passed = 0;
        var failures = new ArrayList<String>();
        var deviations = new HashMap<String, Integer>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(each -> each.toString().endsWith(".test")).sorted().toList()) {
                boolean eager = file.getFileName().toString().equals("name-removal-eager.test");
                var tally = Replay.file(file, eager ? NameRemoval.EAGER : NameRemoval.DELAYED);
                passed += tally.passed();
                failures.addAll(tally.failures());
                tally.deviations().forEach((name, count) -> deviations.merge(name, count, Integer::sum));
            }
        }
        return new Tally(passed, failures, deviations);
    }
}

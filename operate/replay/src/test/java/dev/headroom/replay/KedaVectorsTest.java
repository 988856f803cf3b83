package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KedaVectorsTest {

    private static final Path ROOT = Path.of(System.getProperty("headroom.root"));
    private static final double MOST_DEVIATIONS = 0.03;

    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "scalers", "executor", "hpa", "metric-path"})
    void doesWhatKedaDoes(String suite) {
        var tally = Replay.file(ROOT.resolve("prove/scenarios/vectors/keda/" + suite + ".jsonl.gz"));

        assertEquals(List.of(), tally.failures());
        assertTrue(tally.passed() >= 100, "cases: " + tally.passed());
    }

    /// The whole recording, where it lies beside the repository.
    @Test
    void deviatesFromKedaInFewCases() throws IOException {
        var folder = ROOT.resolve("../shared/data/keda-vectors");
        if (!Files.isDirectory(folder)) {
            return;
        }
        var tallies = new ArrayList<Tally>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(each -> each.toString().endsWith(".jsonl.gz")).sorted().toList()) {
                tallies.add(Replay.file(file));
            }
        }
        int cases = tallies.stream().mapToInt(Tally::passed).sum();
        int deviations = tallies.stream()
                .flatMap(tally -> tally.deviations().values().stream())
                .mapToInt(Integer::intValue)
                .sum();

        tallies.forEach(tally -> assertEquals(List.of(), tally.failures()));
        assertTrue(deviations < cases * MOST_DEVIATIONS, deviations + " of " + cases);
    }
}

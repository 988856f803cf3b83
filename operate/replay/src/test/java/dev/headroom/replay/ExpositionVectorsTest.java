package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every recorded page reads here as it read in Prometheus.
class ExpositionVectorsTest {

    private static final Path ROOT = Path.of(System.getProperty("headroom.root"));

    @ParameterizedTest
    @CsvSource({"text, 309", "openmetrics, 328", "content-types, 60", "protobuf, 560", "converted, 200"})
    void pagesReadAsInPrometheus(String file, int lines) {
        var tally = Replay.file(ROOT.resolve("prove/scenarios/vectors/exposition/" + file + ".jsonl.gz"));
        assertEquals(List.of(), tally.failures());
        assertEquals(lines, tally.passed());
    }

    @ParameterizedTest
    @CsvSource({"text", "openmetrics", "content-types"})
    void soDoTheRecordingsNextToTheCheckout(String file) {
        var recorded = ROOT.resolve("../shared/data/exposition-vectors/" + file + ".jsonl");
        if (Files.exists(recorded)) {
            assertEquals(List.of(), Replay.file(recorded).failures());
        }
    }
}

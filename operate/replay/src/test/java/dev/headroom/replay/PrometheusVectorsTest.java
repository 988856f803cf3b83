package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusVectorsTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("headroom.root"), "prove/scenarios/vectors/prometheus");

    @ParameterizedTest
    @CsvSource({"templates, 500", "relabel, 1000", "rulefile, 150", "alerts, 101", "config, 200", "http-api, 343"})
    void answersAsPrometheusDoes(String suite, int cases) {
        var tally = Replay.file(VECTORS.resolve(suite + ".jsonl.gz"));

        assertEquals(List.of(), tally.failures());
        assertTrue(tally.passed() >= cases, "cases: " + tally.passed());
    }
}

package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromqlVectorsTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("headroom.root"), "prove/scenarios/vectors/promql");

    @Test
    void parsesAndRefusesAsPrometheusDoes() {
        var tally = Replay.file(VECTORS.resolve("parse.jsonl.gz"));

        assertEquals(List.of(), tally.failures());
        assertTrue(tally.passed() > 900, "cases: " + tally.passed());
    }
}

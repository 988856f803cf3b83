package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.report.SimulatedRun.Knobs;
import dev.headroom.verdicts.Verdicts;
import org.junit.jupiter.api.Test;

/// Verdicts for programs.
class VerdictJsonTest {

    @Test
    void numbersHaveTheirUnits() {
        var json = VerdictJson.of(Verdicts.of(SimulatedRun.of(Knobs.INTERRUPTED)));
        assertEquals(false, json.path("passed").asBoolean());
        var first = json.path("verdicts").path(0);
        assertEquals(
                "{\"value\":0.95,\"unit\":\"share\",\"side\":\"at_least\",\"text\":\"at least 95 % of requests within"
                        + " 350 ms\"}",
                first.path("expected").toString());
        assertEquals("{\"value\":1.0,\"unit\":\"share\",\"text\":\"100 %\"}", first.path("measured").toString());
        assertTrue(json.path("verdicts").path(4).path("measured").isNull(), json.toString());
        assertEquals("not measured", json.path("verdicts").path(4).path("verdict").asString());
    }
}

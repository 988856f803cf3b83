package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertTemplateVectorsTest {

    @Test
    void expandsAlertTemplatesAsPrometheusDoes() {
        var vectors = Path.of(
                System.getProperty("headroom.root"), "prove/scenarios/vectors/prometheus/templates.jsonl.gz");
        var tally = Replay.file(vectors);
        assertEquals(List.of(), tally.failures());
        assertTrue(tally.passed() >= 500, "cases: " + tally.passed());
    }
}

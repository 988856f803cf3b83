package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each decision had a number for each of its metrics.
class MetricsHadNumbersTest {

    @Test
    void aRunThatAlwaysSawItsMetricsPasses() {
        var verdict = new RunStory().verdict(new MetricsHadNumbers());
        assertEquals(
                "passed: 0 decisions; of 66 decisions",
                RunStory.text(verdict));
    }

    @Test
    void aDecisionWithoutANumberFailsAndNamesTheHop() {
        var verdict = new RunStory()
                .decided(40.2, HOLD, GONE)
                .decided(41.2, HOLD, GONE)
                .verdict(new MetricsHadNumbers());
        assertEquals(
                "failed: 2 decisions; of 66 decisions; the first at 0:40: p95: the scrape was refused",
                RunStory.text(verdict));
    }

    @Test
    void ratesMayBeEmptyAtFirst() {
        var verdict = new RunStory().decided(3.2, HOLD, GONE).verdict(new MetricsHadNumbers());
        assertEquals(
                "passed: 0 decisions; of 66 decisions",
                RunStory.text(verdict));
    }

    @Test
    void withoutDecisionsNothingIsKnown() {
        var verdict = new RunStory().undecided(14, 100).verdict(new MetricsHadNumbers());
        assertEquals(
                "not measured: –; nothing was decided later than 15 s into the run",
                RunStory.text(verdict));
    }

    private static final Signal GONE = new Signal.Absent("the scrape was refused");
    private static final Decision HOLD = new Decision.Hold(6, List.of(new Reason("TriggerError", "no number")));
}

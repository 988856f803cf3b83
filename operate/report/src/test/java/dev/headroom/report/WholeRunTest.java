package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.report.SimulatedRun.Knobs;
import dev.headroom.verdicts.Verdict;
import dev.headroom.verdicts.Verdicts;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whole runs in virtual time, good and bad: what their verdicts say.
class WholeRunTest {

    private static List<String> named(Verdicts verdicts, Class<? extends Verdict> kind) {
        return verdicts.list().stream()
                .filter(kind::isInstance)
                .map(verdict -> verdict.claim().name())
                .toList();
    }

    private static void assertVerdicts(Knobs knobs, List<String> failed, List<String> notMeasured) {
        var verdicts = Verdicts.of(SimulatedRun.of(knobs));
        assertEquals(failed, named(verdicts, Verdict.Failed.class));
        assertEquals(notMeasured, named(verdicts, Verdict.NotMeasured.class));
    }

    @Test
    void aServiceThatScalesInTimePassesEverything() {
        assertVerdicts(Knobs.GOOD, List.of(), List.of());
    }

    @Test
    void tooFewReplicasAreOverload() {
        assertVerdicts(
                Knobs.OVERLOADED,
                List.of("p95 under 350 ms outside the announced adaptation windows", "failed requests under 1 %",
                        "scaled up"),
                List.of());
    }

    @Test
    void replicasThatDropRequestsWhenTheyDrainFailThatVerdictAlone() {
        assertVerdicts(Knobs.BREAKS_ON_DRAIN, List.of("no failed request caused by scaling"), List.of());
    }

    @Test
    void aBrokenMetricsPathIsNamed() {
        assertVerdicts(
                Knobs.BLIND,
                List.of("failed requests under 1 %", "decided soon after the spike", "every metric had a number"),
                List.of());
    }

    @Test
    void aStarvedMachineFailsHonestly() {
        assertVerdicts(
                Knobs.STARVED,
                List.of("decided on time", "the load kept its schedule", "the telemetry has no gaps"),
                List.of());
    }

    @Test
    void anInterruptedRunIsJudgedOnWhatItShowed() {
        assertVerdicts(Knobs.INTERRUPTED, List.of("the whole programme ran"), List.of("scaled back down"));
    }
}

package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.verdicts.ReplicaTransition.Kind;
import org.junit.jupiter.api.Test;

/// From the jump of the load to the first new replica that answers requests.
class SpikeToReadyTest {

    @Test
    void aReplicaReadyWithinTheAdaptationWindowPasses() {
        var verdict = new RunStory().verdict(new SpikeToReady());
        assertEquals(
                "passed: 6 s; web-3, 4.80 s after it was asked for",
                RunStory.text(verdict));
    }

    @Test
    void aReplicaAfterTheWindowFails() {
        var verdict = starting().replica(33, "web-9", Kind.READY).verdict(new SpikeToReady());
        assertEquals(
                "failed: 13 s; web-9, 11.5 s after it was asked for",
                RunStory.text(verdict));
    }

    @Test
    void aReplicaAskedForBeforeTheJumpIsNoAnswerToIt() {
        var verdict = new RunStory()
                .withoutChanges()
                .replica(19, "web-9", Kind.STARTING)
                .replica(23, "web-9", Kind.READY)
                .verdict(new SpikeToReady());
        assertEquals(
                "not measured: –; no replica was asked for after the jump at 0:20",
                RunStory.text(verdict));
    }

    @Test
    void aReplicaThatNeverGotReadyIsNotMeasured() {
        var verdict = starting().verdict(new SpikeToReady());
        assertEquals(
                "not measured: –; none of the 1 replicas asked for was ready before the run ended",
                RunStory.text(verdict));
    }

    private static RunStory starting() {
        return new RunStory().withoutChanges().replica(21.5, "web-9", Kind.STARTING);
    }
}

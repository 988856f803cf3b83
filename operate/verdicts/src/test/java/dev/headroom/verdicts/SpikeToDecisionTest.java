package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// From the jump of the load to the decision to add replicas.
class SpikeToDecisionTest {

    @Test
    void aDecisionSoonAfterTheJumpPasses() {
        var verdict = new RunStory().verdict(new SpikeToDecision());
        assertEquals(
                "passed: 1.20 s; decision 21 at 0:21: 3 → 6 replicas",
                RunStory.text(verdict));
    }

    @Test
    void aLateDecisionFails() {
        var verdict = late().decided(27.5, RunStory.scale(3, 6)).verdict(new SpikeToDecision());
        assertEquals(
                "failed: 7.50 s; decision 27 at 0:27: 3 → 6 replicas",
                RunStory.text(verdict));
    }

    @Test
    void aDecisionBeforeTheJumpIsNoAnswerToIt() {
        var verdict = late().decided(19.5, RunStory.scale(3, 6)).verdict(new SpikeToDecision());
        assertEquals(
                "not measured: –; no decision to add replicas followed the jump at 0:20",
                RunStory.text(verdict));
    }

    @Test
    void takingReplicasAwayIsNoAnswerEither() {
        var verdict = late().decided(22.5, RunStory.scale(6, 3)).verdict(new SpikeToDecision());
        assertEquals(
                "not measured: –; no decision to add replicas followed the jump at 0:20",
                RunStory.text(verdict));
    }

    @Test
    void aRunThatEndsBeforeTheJumpIsNotMeasured() {
        var verdict = new RunStory().endsAt(19, new Ending.Interrupted()).verdict(new SpikeToDecision());
        assertEquals(
                "not measured: –; the run ended before the load jumped",
                RunStory.text(verdict));
    }

    private static RunStory late() {
        return new RunStory().undecided(21.2, 21.3);
    }
}

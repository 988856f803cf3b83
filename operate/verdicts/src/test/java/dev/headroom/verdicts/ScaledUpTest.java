package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// More load brings more replicas.
class ScaledUpTest {

    @Test
    void theReplicasThatWereExpectedWereReady() {
        var verdict = new RunStory().verdict(new ScaledUp());
        assertEquals(
                "passed: 6 replicas; from 3 at the start, at 0:26; at most 6 were desired",
                RunStory.text(verdict));
    }

    @Test
    void replicasThatAreAskedForAndNeverReadyDoNotCount() {
        var verdict = new RunStory().replicas(22, 58, 6, 4).verdict(new ScaledUp());
        assertEquals(
                "failed: 4 replicas; from 3 at the start, at 0:22; at most 6 were desired",
                RunStory.text(verdict));
    }

    @Test
    void aRunThatEndsBeforeTheRiseIsNotMeasured() {
        var verdict = new RunStory().endsAt(15, new Ending.Interrupted()).verdict(new ScaledUp());
        assertEquals(
                "not measured: –; the run ended before the load rose",
                RunStory.text(verdict));
    }

    @Test
    void aFlatProgrammeDoesNotAskForIt() {
        var flat = new RunStory().phases(RunStory.phase("flat", 0, 80, 10, 0)).plan();
        assertEquals("the announced load does not rise", new ScaledUp().notAsked(flat).orElseThrow());
    }
}

package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.loadgen.Outcome;
import org.junit.jupiter.api.Test;

/// Broken requests while replicas come and go.
class NoFailureByScalingTest {

    @Test
    void replicasThatComeAndGoWithoutAFailurePass() {
        var verdict = new RunStory().verdict(new NoFailureByScaling());
        assertEquals(
                "passed: 0 requests; 6 starts and ends of replicas while 1700 requests ended",
                RunStory.text(verdict));
    }

    @Test
    void aConnectionThatBreaksWhileAReplicaDrainsFails() {
        var verdict = new RunStory().failed(58.6, Outcome.RESET, "Connection reset").verdict(new NoFailureByScaling());
        assertEquals(
                "failed: 1 request; 6 starts and ends of replicas while 1701 requests ended",
                RunStory.text(verdict));
    }

    @Test
    void aFullQueueIsOverloadAndNoFailureOfScaling() {
        var verdict = new RunStory()
                .failed(58.6, Outcome.TOO_MANY_REQUESTS, "status 429")
                .verdict(new NoFailureByScaling());
        assertEquals(
                "passed: 0 requests; 6 starts and ends of replicas while 1701 requests ended",
                RunStory.text(verdict));
    }

    @Test
    void failuresWhoseTimesWereNotKeptCouldBeAnything() {
        var verdict = new RunStory().failedUnseen(7).verdict(new NoFailureByScaling());
        assertEquals(
                "not measured: –; 7 failures came after the limit of those kept with their time, and could be",
                RunStory.text(verdict));
    }

    @Test
    void aRunWithoutScalingShowsNothing() {
        var verdict = new RunStory().withoutChanges().verdict(new NoFailureByScaling());
        assertEquals(
                "not measured: –; no replica was started or taken away",
                RunStory.text(verdict));
    }
}

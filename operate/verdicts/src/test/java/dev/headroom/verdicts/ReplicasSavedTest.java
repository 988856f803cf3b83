package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// The mean number of replicas against a fixed fleet of the maximum.
class ReplicasSavedTest {

    @Test
    void fewReplicasOnAveragePass() {
        var verdict = new RunStory().verdict(new ReplicasSaved());
        assertEquals(
                "passed: 63.4 %; 4.4 replicas on average instead of 12: 0.10 replica hours instead of 0.27",
                RunStory.text(verdict));
    }

    @Test
    void aFleetThatIsAlwaysLargeFails() {
        var verdict = new RunStory().replicas(1, 80, 11, 11).verdict(new ReplicasSaved());
        assertEquals(
                "failed: 8.3 %; 11.0 replicas on average instead of 12: 0.24 replica hours instead of 0.27",
                RunStory.text(verdict));
    }

    @Test
    void replicasThatStartOrDrainArePaidForToo() {
        var verdict = new RunStory().replicas(1, 80, 10, 3).verdict(new ReplicasSaved());
        assertEquals(
                "failed: 16.7 %; 10.0 replicas on average instead of 12: 0.22 replica hours instead of 0.27",
                RunStory.text(verdict));
    }

    @Test
    void withoutASecondThereIsNoMean() {
        var verdict = new RunStory().unmeasured(1, 80).verdict(new ReplicasSaved());
        assertEquals(
                "not measured: –; no second was measured",
                RunStory.text(verdict));
    }
}

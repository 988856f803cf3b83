package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Less load takes the replicas away again.
class ScaledBackDownTest {

    @Test
    void asManyAsAtTheStartAreLeft() {
        var verdict = new RunStory().verdict(new ScaledBackDown());
        assertEquals(
                "passed: 3 replicas; from 6 at the peak; the last one went 8.70 s after the load fell",
                RunStory.text(verdict));
    }

    @Test
    void aReplicaThatStaysFails() {
        var verdict = new RunStory().replicas(58, 80, 4, 3).verdict(new ScaledBackDown());
        assertEquals(
                "failed: 4 replicas; from 6 at the peak; the last one went 8.70 s after the load fell",
                RunStory.text(verdict));
    }

    @Test
    void aLoadThatEndsHigherThanItBeganAsksForLessThanThePeak() {
        var verdict = higher().replicas(59, 80, 5, 5).verdict(new ScaledBackDown());
        assertEquals(
                "passed: 5 replicas; from 6 at the peak; the last one went 8.70 s after the load fell",
                RunStory.text(verdict));
    }

    @Test
    void whatNeverWentUpCannotComeDown() {
        var verdict = new RunStory().replicas(1, 80, 3, 3).verdict(new ScaledBackDown());
        assertEquals(
                "not measured: –; there never were more than the 3 of the start",
                RunStory.text(verdict));
    }

    @Test
    void anInterruptedRunLeftNoTimeForIt() {
        var verdict = new RunStory().endsAt(70, new Ending.Interrupted()).verdict(new ScaledBackDown());
        assertEquals(
                "not measured: –; the run ended before the replicas had their time to go",
                RunStory.text(verdict));
    }

    private static RunStory higher() {
        return new RunStory().phases(
                RunStory.phase("flat", 0, 20, 10, 0),
                RunStory.phase("spike", 20, 50, 40, 10),
                RunStory.phase("end", 50, 80, 25, 0));
    }

    @Test
    void aLoadThatStaysHighDoesNotAskForIt() {
        var high = new RunStory()
                .phases(RunStory.phase("flat", 0, 20, 10, 0), RunStory.phase("high", 20, 80, 40, 10))
                .plan();
        assertEquals("the announced load does not fall at the end", new ScaledBackDown().notAsked(high).orElseThrow());
    }
}

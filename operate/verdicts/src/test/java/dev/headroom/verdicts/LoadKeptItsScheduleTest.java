package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// The load generator sent what it promised when it promised it.
class LoadKeptItsScheduleTest {

    @Test
    void aPunctualGeneratorPasses() {
        var verdict = new RunStory().verdict(new LoadKeptItsSchedule());
        assertEquals(
                "passed: 0 %; 0 of 1700 requests, the worst by 2.0 ms",
                RunStory.text(verdict));
    }

    @Test
    void aGeneratorThatFellBehindFails() {
        var verdict = new RunStory().late(40).verdict(new LoadKeptItsSchedule());
        assertEquals(
                "failed: 2.4 %; 40 of 1700 requests, the worst by 1.40 s",
                RunStory.text(verdict));
    }

    @Test
    void withoutRequestsNothingIsKnown() {
        var verdict = new RunStory().unmeasured(1, 80).verdict(new LoadKeptItsSchedule());
        assertEquals(
                "not measured: –; no request was due",
                RunStory.text(verdict));
    }
}

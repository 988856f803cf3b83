package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// The control loop kept its rhythm.
class DecidedOnTimeTest {

    @Test
    void aDecisionEachSecondPasses() {
        var verdict = new RunStory().verdict(new DecidedOnTime());
        assertEquals(
                "passed: 1.20 s; 79 decisions, one due every 1 s; the longest pause began at 0:00",
                RunStory.text(verdict));
    }

    @Test
    void aPauseFailsAndSaysWhenItBegan() {
        var verdict = new RunStory().undecided(30, 36).verdict(new DecidedOnTime());
        assertEquals(
                "failed: 7 s; 73 decisions, one due every 1 s; the longest pause began at 0:29",
                RunStory.text(verdict));
    }

    @Test
    void aLoopThatStopsForGoodFailsToo() {
        var verdict = new RunStory().undecided(61, 100).verdict(new DecidedOnTime());
        assertEquals(
                "failed: 19.8 s; 60 decisions, one due every 1 s; the longest pause began at 1:00",
                RunStory.text(verdict));
    }

    @Test
    void withoutDecisionsNothingIsKnown() {
        var verdict = new RunStory().undecided(0, 100).verdict(new DecidedOnTime());
        assertEquals(
                "not measured: –; nothing was decided while traffic was sent",
                RunStory.text(verdict));
    }
}

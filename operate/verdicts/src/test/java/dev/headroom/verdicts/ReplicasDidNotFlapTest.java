package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// What is taken away is not wanted back at once.
class ReplicasDidNotFlapTest {

    @Test
    void upAndDownWithTheLoadIsNoFlap() {
        var verdict = new RunStory().verdict(new ReplicasDidNotFlap());
        assertEquals(
                "passed: 0 times; 2 changes of the count",
                RunStory.text(verdict));
    }

    @Test
    void whatIsWantedBackWithinHalfAMinuteFlaps() {
        var verdict = new RunStory().decided(70.5, RunStory.scale(3, 5)).verdict(new ReplicasDidNotFlap());
        assertEquals(
                "failed: 1 time; 3 changes of the count; taken back at 1:10",
                RunStory.text(verdict));
    }

    @Test
    void aNewRiseOfTheLoadIsAGoodReason() {
        var verdict = new RunStory().decided(15.5, RunStory.scale(4, 3)).verdict(new ReplicasDidNotFlap());
        assertEquals(
                "passed: 0 times; 3 changes of the count",
                RunStory.text(verdict));
    }

    @Test
    void muchLaterIsNoFlap() {
        var verdict = new RunStory()
                .decided(34.5, RunStory.scale(6, 5))
                .decided(65, RunStory.scale(5, 6))
                .undecided(58.1, 58.3)
                .verdict(new ReplicasDidNotFlap());
        assertEquals(
                "passed: 0 times; 3 changes of the count",
                RunStory.text(verdict));
    }

    @Test
    void withoutDecisionsNothingIsKnown() {
        var verdict = new RunStory().undecided(0, 100).verdict(new ReplicasDidNotFlap());
        assertEquals(
                "not measured: –; nothing was decided",
                RunStory.text(verdict));
    }
}

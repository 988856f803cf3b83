package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.loadgen.Outcome;
import org.junit.jupiter.api.Test;

/// Failed requests of whatever cause, over the whole run.
class ErrorsUnderObjectiveTest {

    @Test
    void aRunWithoutFailuresPasses() {
        var verdict = new RunStory().verdict(new ErrorsUnderObjective());
        assertEquals(
                "passed: 0 %; 0 of 1700 requests",
                RunStory.text(verdict));
    }

    @Test
    void moreThanTheAllowedShareFailsAndSaysWhatTheyDiedOf() {
        var verdict = rejected(18).failed(24, Outcome.RESET, "reset").verdict(new ErrorsUnderObjective());
        assertEquals(
                "failed: 1.1 %; 19 of 1719 requests: 18 overload, 1 caused by scaling",
                RunStory.text(verdict));
    }

    @Test
    void aFailureDuringAdaptationCountsToo() {
        var verdict = rejected(3).verdict(new ErrorsUnderObjective());
        assertEquals(
                "passed: 0.2 %; 3 of 1703 requests: 3 overload",
                RunStory.text(verdict));
    }

    @Test
    void aRunInWhichNothingEndedIsNotMeasured() {
        var verdict = new RunStory().unmeasured(1, 80).verdict(new ErrorsUnderObjective());
        assertEquals(
                "not measured: –; no request ended",
                RunStory.text(verdict));
    }

    private static RunStory rejected(int count) {
        var story = new RunStory();
        for (int i = 0; i < count; i++) {
            story.failed(22, Outcome.TOO_MANY_REQUESTS, "status 429");
        }
        return story;
    }
}

package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.loadgen.Outcome;
import org.junit.jupiter.api.Test;

/// The objective counts outside the announced adaptation windows, and by requests.
class P95UnderTargetTest {

    @Test
    void aRunWithinItsObjectivePasses() {
        var verdict = new RunStory().verdict(new P95UnderTarget());
        assertEquals(
                "passed: 100 %; of 1300 requests in 70 s;"
                        + " p95 over ten seconds at most 200 ms at 0:01, above the target in 0 of 61 s",
                RunStory.text(verdict));
    }

    @Test
    void whatIsSlowWhileTheServiceAdaptsDoesNotCount() {
        var verdict = slow(21, 30, 40).verdict(new P95UnderTarget());
        assertEquals(
                "passed: 100 %; of 1300 requests in 70 s;"
                        + " p95 over ten seconds at most 200 ms at 0:01, above the target in 0 of 61 s",
                RunStory.text(verdict));
    }

    @Test
    void whatIsSlowOutsideFailsWhenItIsMoreThanTheQuantileAllows() {
        var verdict = slow(41, 42, 40).verdict(new P95UnderTarget());
        assertEquals(
                "failed: 93.8 %; of 1300 requests in 70 s;"
                        + " p95 over ten seconds at most 1.40 s at 0:41, above the target in 2 of 61 s",
                RunStory.text(verdict));
    }

    @Test
    void exactlyTheQuantilePasses() {
        var verdict = new RunStory().slow(1, 5, 1).slow(41, 40, 1).slow(45, 20, 1).verdict(new P95UnderTarget());
        assertEquals(
                "passed: 95 %; of 1300 requests in 70 s;"
                        + " p95 over ten seconds at most 1 s at 0:01, above the target in 3 of 61 s",
                RunStory.text(verdict));
    }

    @Test
    void aFailedRequestIsTooSlow() {
        var verdict = failures().verdict(new P95UnderTarget());
        assertEquals(
                "failed: 90.9 %; of 1430 requests in 70 s;"
                        + " p95 over ten seconds at most 200 ms at 0:01, above the target in 0 of 61 s",
                RunStory.text(verdict));
    }

    @Test
    void tooFewRequestsSayNothingAboutAQuantile() {
        var verdict = new RunStory().unmeasured(2, 80).verdict(new P95UnderTarget());
        assertEquals(
                "not measured: –; 10 requests ended outside the adaptation windows; a p95 needs at least 20",
                RunStory.text(verdict));
    }

    private static RunStory slow(int from, int to, int count) {
        var story = new RunStory();
        for (int second = from; second <= to; second++) {
            story.slow(second, count, 1.4);
        }
        return story;
    }

    private static RunStory failures() {
        var story = new RunStory();
        for (int i = 0; i < 130; i++) {
            story.failed(60.5, Outcome.TOO_MANY_REQUESTS, "status 429");
        }
        return story;
    }
}

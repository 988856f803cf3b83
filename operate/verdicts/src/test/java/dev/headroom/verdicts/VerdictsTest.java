package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.loadgen.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The verdicts of a run as a whole.
class VerdictsTest {

    @Test
    void aGoodRunPassesThemAll() {
        var verdicts = Verdicts.of(new RunStory().record());
        assertTrue(verdicts.passed());
        assertEquals(0, verdicts.exitStatus());
        assertEquals("all 14 verdicts passed", verdicts.summary());
        assertEquals(List.of(), verdicts.notAsked());
    }

    @Test
    void oneFailureFailsTheRun() {
        var verdicts =
                Verdicts.of(new RunStory().failed(58.5, Outcome.RESET, "reset").record());
        assertEquals(1, verdicts.exitStatus());
        assertEquals("1 of 14 verdicts failed", verdicts.summary());
    }

    @Test
    void whatCouldNotBeMeasuredHasNotPassed() {
        var verdicts = Verdicts.of(new RunStory().withoutChanges().record());
        assertFalse(verdicts.passed());
        assertEquals(1, verdicts.exitStatus());
        assertEquals("2 of 14 verdicts could not be measured", verdicts.summary());
    }

    @Test
    void aRunThatNeverBeganPassesNothing() {
        var nothing = new RunStory()
                .endsAt(0, new Ending.Failed("no replica became ready in 60 s"))
                .unmeasured(0, 80)
                .undecided(0, 100)
                .withoutChanges()
                .record();
        var verdicts = Verdicts.of(nothing);
        assertTrue(verdicts.list().stream().noneMatch(Verdict::passed), verdicts.toString());
        assertEquals("1 of 14 verdicts failed, 13 could not be measured", verdicts.summary());
    }

    @Test
    void aFlatProgrammeIsNotAskedForScaling() {
        var flat = new RunStory().phases(RunStory.phase("flat", 0, 80, 10, 0)).record();
        var verdicts = Verdicts.of(flat);
        assertEquals(10, verdicts.list().size());
        assertEquals(
                List.of(
                        "scaled up: the announced load does not rise",
                        "scaled back down: the announced load does not fall at the end",
                        "decided soon after the spike: the announced load does not jump",
                        "first new replica ready soon after the spike: the announced load does not jump"),
                verdicts.notAsked());
    }

    @Test
    void aNumberThatMissesItsBoundByLittleShowsEnoughDigits() {
        var claim = new Verdict.Claim(
                "c", Verdict.Group.OBJECTIVE, Bound.atLeast(Figure.share(0.95)), "how");
        assertEquals("94.998 %", claim.judge(Figure.share(0.94998), "").measuredText());
        assertEquals("95 %", claim.judge(Figure.share(0.95), "").measuredText());
    }
}

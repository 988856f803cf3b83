package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// The run went on until its announced end.
class ProgrammeRanTest {

    @Test
    void aCompletedRunPasses() {
        var verdict = new RunStory().verdict(new ProgrammeRan());
        assertEquals(
                "passed: 80 s; 3 phases",
                RunStory.text(verdict));
    }

    @Test
    void anInterruptedRunFailsAndSaysWhere() {
        var verdict = new RunStory().endsAt(34, new Ending.Interrupted()).verdict(new ProgrammeRan());
        assertEquals(
                "failed: 34 s; interrupted, in the phase spike",
                RunStory.text(verdict));
    }

    @Test
    void aRunThatCouldNotGoOnSaysWhy() {
        var verdict = new RunStory()
                .endsAt(0, new Ending.Failed("no replica became ready in 60 s"))
                .verdict(new ProgrammeRan());
        assertEquals(
                "failed: 0 ms; failed: no replica became ready in 60 s, in the phase flat",
                RunStory.text(verdict));
    }
}

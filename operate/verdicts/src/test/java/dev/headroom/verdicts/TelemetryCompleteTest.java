package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Every second of the run was measured.
class TelemetryCompleteTest {

    @Test
    void aSampleEachSecondPasses() {
        var verdict = new RunStory().verdict(new TelemetryComplete());
        assertEquals(
                "passed: 0 %; 0 of 80 seconds missing, 1 s at most between samples",
                RunStory.text(verdict));
    }

    @Test
    void aGapFails() {
        var verdict = new RunStory().unmeasured(30, 34).verdict(new TelemetryComplete());
        assertEquals(
                "failed: 6.3 %; 5 of 80 seconds missing, 6 s at most between samples",
                RunStory.text(verdict));
    }

    @Test
    void aRunThatIsNotMeasuredToItsEndFails() {
        var verdict = new RunStory().unmeasured(75, 80).verdict(new TelemetryComplete());
        assertEquals(
                "failed: 6.3 %; 5 of 80 seconds missing, 1 s at most between samples",
                RunStory.text(verdict));
    }

    @Test
    void aRunWithoutASampleMissesThemAll() {
        var verdict = new RunStory().unmeasured(1, 80).verdict(new TelemetryComplete());
        assertEquals(
                "failed: 100 %; 80 of 80 seconds missing, 0 ms at most between samples",
                RunStory.text(verdict));
    }

    @Test
    void whatALimitKeptOutFailsItAndIsNamed() {
        var verdict = new RunStory()
                .drops("telemetry events: at most 20000, 3 more were not kept")
                .verdict(new TelemetryComplete());
        assertEquals(
                "failed: 0 %; 0 of 80 seconds missing, 1 s at most between samples;"
                        + " telemetry events: at most 20000, 3 more were not kept",
                RunStory.text(verdict));
    }

    @Test
    void aRunOfNoSecondIsNotMeasured() {
        var verdict = new RunStory().endsAt(0.5, new Ending.Interrupted()).verdict(new TelemetryComplete());
        assertEquals(
                "not measured: –; the run lasted less than a second",
                RunStory.text(verdict));
    }
}

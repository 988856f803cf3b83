package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.loadgen.Latencies;
import dev.headroom.loadgen.Lateness;
import dev.headroom.loadgen.LoadSecond;
import dev.headroom.loadgen.LoadSnapshot;
import dev.headroom.loadgen.Outcome;
import dev.headroom.verdicts.TelemetrySample.Cpu;
import dev.headroom.verdicts.TelemetrySample.Replicas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What is collected while a run goes on.
class TelemetryTest {

    private static final RunRecord.Machine MACHINE = new RunRecord.Machine(2, 1L << 30, "25", "Linux", "cgroup v2");

    private final Telemetry telemetry = new Telemetry(new RunStory().plan(), RunStory.START);

    private void second(int second, OptionalLong slow, Map<Outcome, Long> soFar) {
        var latencies = new Latencies(10, 0.1, 0.1, 0.25, 0.3, 0.4);
        telemetry.second(
                new LoadSecond(RunStory.at(second), 10, 9, slow, 1, 0.1, 0.2, 0.3, 4, 0),
                new LoadSnapshot(
                        RunStory.START,
                        new LoadSnapshot.State(Duration.ofSeconds(second), 4, 0, false),
                        new LoadSnapshot.Counts(10, 10, 10, soFar, Map.of()),
                        new LoadSnapshot.Measured(
                                10, 9, latencies, latencies, new Lateness(0, Duration.ofMillis(10), Duration.ZERO, 0)),
                        List.of()),
                new Telemetry.Seen(new Replicas(4, 4, 3), new Cpu(0.2, 0.1), Double.NaN));
    }

    @Test
    void aSecondHoldsWhatIsNewInIt() {
        second(1, OptionalLong.of(2), Map.of(Outcome.OK, 9L, Outcome.RESET, 1L));
        second(2, OptionalLong.of(0), Map.of(Outcome.OK, 18L, Outcome.RESET, 1L, Outcome.TIMEOUT, 2L));

        var samples = telemetry.newest(5);
        assertEquals(Duration.ofSeconds(1), samples.getFirst().offset());
        assertEquals(Map.of(Outcome.RESET, 1L), samples.getFirst().traffic().failures());
        assertEquals(2, samples.getFirst().traffic().slow());
        assertEquals(Map.of(Outcome.TIMEOUT, 2L), samples.getLast().traffic().failures());
        assertEquals(0.2, samples.getLast().latency().lastSecond());
        assertEquals(0.25, samples.getLast().latency().window());
        assertEquals(3, telemetry.failed());
    }

    @Test
    void aLoadWithoutAnObjectiveIsRefusedBecauseNobodyCouldSayWhatWasSlow() {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> second(1, OptionalLong.empty(), Map.of(Outcome.OK, 9L)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("LoadPlan.objective: expected PT0.35S, got none"));
    }

    @Test
    void whatComesWhenAListIsFullIsCountedAndFailsTheVerdict() {
        var event = new RunEvent(RunStory.at(1), "Pod", "web-1", "BackOff", "restarting");
        for (int i = 0; i < Telemetry.MAX_EVENTS + 3; i++) {
            telemetry.happened(event);
        }
        var run = telemetry.record(RunStory.at(80), new Ending.Completed(), Optional.empty(), MACHINE);
        assertEquals(Telemetry.MAX_EVENTS, run.observed().events().size());
        assertEquals(
                List.of("telemetry events: at most 20000, 3 more were not kept"), run.observed().dropped());
    }

    @Test
    void aRunThatFailsBeforeItsTrafficStillHasARecord() {
        var run = telemetry.record(
                RunStory.START, new Ending.Failed("no replica became ready"), Optional.empty(), MACHINE);
        assertEquals(0, run.load().counts().arrivals());
        assertEquals(Duration.ZERO, run.elapsed());
        assertEquals(Optional.empty(), run.last());
    }
}

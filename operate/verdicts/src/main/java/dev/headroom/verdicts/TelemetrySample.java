package dev.headroom.verdicts;

import dev.headroom.loadgen.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What was seen in one second of a run. What was not measured is NaN, never 0.
///
/// @param offset of its end, from the start of the run
public record TelemetrySample(Duration offset, Traffic traffic, Latency latency, Replicas replicas, Cpu cpu) {

    /// How far back [Latency#window] reaches.
    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final Duration SECOND = Duration.ofSeconds(1);

    /// @param arrivals requests that became due
    /// @param completions answers below 400
    /// @param slow those of them that took longer than the objective
    /// @param failures requests that ended in any other way
    /// @param inFlight due and not ended, at the end of the second
    public record Traffic(
            long arrivals, long completions, long slow, Map<Outcome, Long> failures, long inFlight) {

        public Traffic {
            failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
        }

        public long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }

        /// Requests that ended in this second, however.
        public long ended() {
            return completions + failed();
        }
    }

    /// The quantile of the objective, in seconds.
    ///
    /// @param lastSecond from when requests were due, of those that ended in this second
    /// @param window the same over the last ten seconds
    /// @param scraped as the autoscaler saw it: from the metrics of the replicas
    public record Latency(double lastSecond, double window, double scraped) {}

    /// @param existing started and not gone: starting, ready or draining
    public record Replicas(int desired, int existing, int ready) {}

    /// @param usedCores by all replicas together
    /// @param limitCores of one replica
    public record Cpu(double usedCores, double limitCores) {

        /// Nothing was measured.
        public static final Cpu UNKNOWN = new Cpu(Double.NaN, Double.NaN);
    }

    /// The offset at which the second began.
    public Duration start() {
        return offset.compareTo(SECOND) > 0 ? offset.minus(SECOND) : Duration.ZERO;
    }

    /// Whether any part of the second lies in an announced adaptation window.
    public boolean adapting(RunPlan plan) {
        return plan.adapting(start(), offset);
    }
}

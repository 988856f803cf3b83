package dev.headroom.loadgen;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A load test at one instant.
///
/// @param failures the first [#MAX_FAILURES] failures in the order in which they ended; the counts hold all
public record LoadSnapshot(
        Instant startedAt, State state, Counts counts, Measured measured, List<LoadFailure> failures) {

    /// How many failures are kept with their time.
    public static final int MAX_FAILURES = 10_000;

    public LoadSnapshot {
        failures = List.copyOf(failures);
    }

    /// @param inFlight requests that are due and have not ended
    /// @param users that have started
    /// @param finished whether everything that was due has ended
    public record State(Duration elapsed, long inFlight, int users, boolean finished) {}

    /// @param arrivals requests that became due
    /// @param sent those that were handed to a connection
    /// @param completed those that were answered, with whatever status
    /// @param outcomes how those that ended did; only what occurred
    /// @param statuses answers by HTTP status
    public record Counts(
            long arrivals,
            long sent,
            long completed,
            Map<Outcome, Long> outcomes,
            Map<Integer, Long> statuses) {

        public Counts {
            outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
            statuses = Collections.unmodifiableSortedMap(new TreeMap<>(statuses));
        }

        public long of(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }

        public long ended() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum();
        }

        public long failed() {
            return ended() - of(Outcome.OK);
        }

        /// Failures among what ended; zero when nothing did.
        public double errorRate() {
            return ended() == 0 ? 0 : (double) failed() / ended();
        }
    }

    /// @param arrivalRate requests that became due in the last whole second
    /// @param completionRate answers below 400 in the last whole second
    /// @param window of what ended in the last ten seconds
    /// @param total of everything that ended
    public record Measured(
            double arrivalRate, double completionRate, Latencies window, Latencies total, Lateness lateness) {}
}

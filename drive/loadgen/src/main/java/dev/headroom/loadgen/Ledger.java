package dev.headroom.loadgen;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The books of a run: adds up what its lanes have counted, second by second. Safe for any thread.
final class Ledger {

    /// How many seconds the window of a snapshot spans.
    static final int WINDOW_SECONDS = 10;

    /// How many seconds are kept; a longer run keeps its last ones.
    static final int MAX_SECONDS = 86_400;

    private final List<Tally> tallies;
    private final boolean countsSlow;
    private final Duration tolerance;
    private final @Nullable Histogram[] intervals;
    private final Histogram total = histogram();
    private final ArrayDeque<Histogram> window = new ArrayDeque<>();
    private final ArrayDeque<LoadSecond> seconds = new ArrayDeque<>();
    private final List<LoadFailure> failures = new ArrayList<>();
    private Histogram current = histogram();
    private long arrivalsBefore;
    private long okBefore;
    private long endedBefore;
    private long slowBefore;

    /// @param objective the one that the tallies know
    Ledger(List<Tally> tallies, Optional<Duration> objective) {
        this.tallies = List.copyOf(tallies);
        this.countsSlow = objective.isPresent();
        this.tolerance = Lateness.tolerance(objective);
        this.intervals = new Histogram[tallies.size()];
    }

    private static Histogram histogram() {
        return new Histogram(1, Tally.HIGHEST_MICROS, Tally.DIGITS);
    }

    synchronized void failed(LoadFailure failure) {
        if (failures.size() < LoadSnapshot.MAX_FAILURES) {
            failures.add(failure);
        }
    }

    private void collect() {
        for (int i = 0; i < intervals.length; i++) {
            var interval = tallies.get(i).interval(intervals[i]);
            intervals[i] = interval;
            if (interval.getTotalCount() > 0) {
                total.add(interval);
                current.add(interval);
            }
        }
    }

    /// Closes the second that ends at `now`.
    synchronized LoadSecond close(Instant now) {
        collect();
        long arrivals = sum(Tally::arrivals);
        long ok = sum(tally -> tally.outcome(Outcome.OK));
        long ended = sum(Tally::ended);
        long slow = sum(Tally::slow);
        var second = new LoadSecond(
                now,
                arrivals - arrivalsBefore,
                ok - okBefore,
                countsSlow ? OptionalLong.of(slow - slowBefore) : OptionalLong.empty(),
                ended - endedBefore - (ok - okBefore),
                Latencies.percentile(current, 50),
                Latencies.percentile(current, 95),
                Latencies.percentile(current, 99),
                Math.max(0, arrivals - ended),
                users());
        arrivalsBefore = arrivals;
        okBefore = ok;
        endedBefore = ended;
        slowBefore = slow;
        window.addLast(current);
        current = window.size() > WINDOW_SECONDS ? window.removeFirst() : histogram();
        current.reset();
        if (seconds.size() == MAX_SECONDS) {
            seconds.removeFirst();
        }
        seconds.addLast(second);
        return second;
    }

    /// Whether something happened that no closed second holds.
    synchronized boolean open() {
        return sum(Tally::arrivals) != arrivalsBefore || sum(Tally::ended) != endedBefore;
    }

    synchronized List<LoadSecond> seconds() {
        return List.copyOf(seconds);
    }

    synchronized LoadSnapshot snapshot(Instant startedAt, Duration elapsed, boolean finished) {
        collect();
        var recent = current.copy();
        window.forEach(recent::add);
        var last = seconds.peekLast();
        long ended = sum(Tally::ended);
        long arrivals = sum(Tally::arrivals);
        return new LoadSnapshot(
                startedAt,
                new LoadSnapshot.State(elapsed, Math.max(0, arrivals - ended), users(), finished),
                new LoadSnapshot.Counts(arrivals, sum(Tally::sent), answered(), outcomes(), statuses()),
                new LoadSnapshot.Measured(
                        last == null ? 0 : last.arrivals(),
                        last == null ? 0 : last.completions(),
                        Latencies.of(recent),
                        Latencies.of(total),
                        lateness()),
                failures);
    }

    private int users() {
        return (int) sum(Tally::users);
    }

    private long answered() {
        long answered = 0;
        for (var outcome : Outcome.values()) {
            answered += outcome.answered() ? sum(tally -> tally.outcome(outcome)) : 0;
        }
        return answered;
    }

    private Map<Outcome, Long> outcomes() {
        var outcomes = new EnumMap<Outcome, Long>(Outcome.class);
        for (var outcome : Outcome.values()) {
            long count = sum(tally -> tally.outcome(outcome));
            if (count > 0) {
                outcomes.put(outcome, count);
            }
        }
        return outcomes;
    }

    private Map<Integer, Long> statuses() {
        var statuses = new HashMap<Integer, Long>();
        for (int status = 0; status <= Tally.HIGHEST_STATUS; status++) {
            int asked = status;
            long count = sum(tally -> tally.status(asked));
            if (count > 0) {
                statuses.put(status, count);
            }
        }
        return statuses;
    }

    private Lateness lateness() {
        long worst = 0;
        for (var tally : tallies) {
            worst = Math.max(worst, tally.worstNanos());
        }
        return new Lateness(sum(Tally::late), tolerance, Duration.ofNanos(worst), sum(Tally::waits));
    }

    private long sum(ToLongFunction<Tally> count) {
        long sum = 0;
        for (var tally : tallies) {
            sum += count.applyAsLong(tally);
        }
        return sum;
    }
}

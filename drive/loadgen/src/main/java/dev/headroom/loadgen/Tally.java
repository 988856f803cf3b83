package dev.headroom.loadgen;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/// What one lane has counted. The lane writes, anybody reads.
final class Tally {

    /// Latencies are kept to three digits, in microseconds, up to an hour.
    static final long HIGHEST_MICROS = 3_600_000_000L;

    static final int DIGITS = 3;
    static final int HIGHEST_STATUS = 999;

    private final AtomicLong arrivals = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong waited = new AtomicLong();
    private final AtomicLong worstNanos = new AtomicLong();
    private final AtomicLong users = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong slow = new AtomicLong();
    private final Map<Outcome, AtomicLong> outcomes = new EnumMap<>(Outcome.class);
    private final AtomicLongArray statuses = new AtomicLongArray(HIGHEST_STATUS + 1);
    private final SingleWriterRecorder latencies = new SingleWriterRecorder(1, HIGHEST_MICROS, DIGITS);

    private final long objectiveNanos;
    private final long toleranceNanos;

    Tally(Optional<Duration> objective) {
        objectiveNanos = objective.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        toleranceNanos = Lateness.tolerance(objective).toNanos();
        for (var outcome : Outcome.values()) {
            outcomes.put(outcome, new AtomicLong());
        }
    }

    /// @param lateNanos from when it was due until the lane came to it
    void arrived(long lateNanos) {
        add(arrivals);
        if (lateNanos > worstNanos.getPlain()) {
            worstNanos.setRelease(lateNanos);
        }
        if (lateNanos > toleranceNanos) {
            add(late);
        }
    }

    void departed() {
        add(sent);
    }

    void waited() {
        add(waited);
    }

    void users(int started) {
        users.setRelease(started);
    }

    void ended(Outcome outcome, int status, long latencyNanos) {
        if (status >= 0 && status <= HIGHEST_STATUS && outcome.answered()) {
            statuses.setRelease(status, statuses.getPlain(status) + 1);
        }
        if (outcome.timed()) {
            latencies.recordValue(Math.clamp(latencyNanos / 1000, 1, HIGHEST_MICROS));
        }
        if (outcome == Outcome.OK && latencyNanos > objectiveNanos) {
            add(slow);
        }
        add(counter(outcome));
        add(ended);
    }

    private AtomicLong counter(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome));
    }

    /// A plain store is enough where only one thread writes.
    private static void add(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }

    long arrivals() {
        return arrivals.getAcquire();
    }

    long sent() {
        return sent.getAcquire();
    }

    long late() {
        return late.getAcquire();
    }

    long waits() {
        return waited.getAcquire();
    }

    long worstNanos() {
        return worstNanos.getAcquire();
    }

    int users() {
        return (int) users.getAcquire();
    }

    long ended() {
        return ended.getAcquire();
    }

    long slow() {
        return slow.getAcquire();
    }

    long outcome(Outcome outcome) {
        return counter(outcome).getAcquire();
    }

    long status(int status) {
        return statuses.getAcquire(status);
    }

    /// The latencies since the last call; `reused` is the histogram of that call.
    Histogram interval(@Nullable Histogram reused) {
        return latencies.getIntervalHistogram(reused);
    }
}

package dev.headroom.query;

import dev.headroom.model.FloatHistogram;
import dev.headroom.promql.PromqlException;
import dev.headroom.timeline.Timeline;
import org.jspecify.annotations.Nullable;

/// What one query has left of its limits. A query asks often, and stops here when it is over a limit or its thread was
/// interrupted.
final class Budget {

    /// How many pieces of work are done between two looks at the clock.
    private static final int PATIENCE = 4096;

    private final QueryLimits limits;
    private final Timeline timeline;
    private final long startNanos;
    private long held;
    private int untilCheck = PATIENCE;

    Budget(QueryLimits limits, Timeline timeline) {
        this.limits = limits;
        this.timeline = timeline;
        this.startNanos = timeline.nanos();
    }

    /// How many samples a histogram counts for: 16 bytes each: its totals and its buckets.
    static long cost(@Nullable FloatHistogram histogram) {
        if (histogram == null) {
            return 1;
        }
        int buckets = histogram.positive().size() + histogram.negative().size();
        return 8L + buckets;
    }

    /// The samples held now.
    long held() {
        return held;
    }

    /// @throws PromqlException when the query now holds too many
    void hold(long samples) {
        held += samples;
        if (held > limits.samples()) {
            throw new PromqlException(
                    PromqlException.Kind.EXECUTION,
                    "query processing would load too many samples into memory in query execution (limit samples, "
                            + limits.samples() + ")");
        }
    }

    /// What an operation held is gone, but for its result.
    void settle(long heldBefore, long result) {
        held = heldBefore;
        hold(result);
    }

    /// Counts a piece of work.
    void work() {
        if (--untilCheck <= 0) {
            check();
        }
    }

    /// @throws PromqlException when the time is up or the thread was interrupted
    void check() {
        untilCheck = PATIENCE;
        if (Thread.currentThread().isInterrupted()) {
            throw new PromqlException(
                    PromqlException.Kind.CANCELED, "query was canceled in expression evaluation");
        }
        if (timeline.nanos() - startNanos > limits.timeout().toNanos()) {
            throw new PromqlException(
                    PromqlException.Kind.TIMEOUT,
                    "query timed out in expression evaluation (limit timeout, " + limits.timeout().toSeconds() + "s)");
        }
    }
}

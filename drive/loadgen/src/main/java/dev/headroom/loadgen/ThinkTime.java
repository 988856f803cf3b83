package dev.headroom.loadgen;

import java.time.Duration;
import java.util.SplittableRandom;

/// How long a user waits between an answer and the next request: any time from `min` to `max`, each as likely.
public record ThinkTime(Duration min, Duration max) {

    public static final ThinkTime NONE = new ThinkTime(Duration.ZERO, Duration.ZERO);

    public ThinkTime {
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new LoadException("think-time: expected a range like 1s..3s, got " + min + " to " + max);
        }
    }

    long nextNanos(SplittableRandom random) {
        long span = max.minus(min).toNanos();
        return min.toNanos() + (span == 0 ? 0 : random.nextLong(span + 1));
    }
}

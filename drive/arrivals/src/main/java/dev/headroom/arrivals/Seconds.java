package dev.headroom.arrivals;

import java.time.Duration;

/// Durations as seconds in floating point, which the arithmetic of rates needs, and back.
final class Seconds {

    private static final double NANOS = 1e9;

    private Seconds() {}

    static double of(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    static double ofNanos(long nanos) {
        return nanos / NANOS;
    }

    static long toNanos(double seconds) {
        return Math.round(seconds * NANOS);
    }

    static Duration toDuration(double seconds) {
        return Duration.ofNanos(toNanos(seconds));
    }

    static Duration times(Duration duration, double factor) {
        return toDuration(of(duration) * factor);
    }
}

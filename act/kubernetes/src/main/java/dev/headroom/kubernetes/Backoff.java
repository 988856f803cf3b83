package dev.headroom.kubernetes;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: twice as long after each failure, up to a limit, and never in step with
/// others.
final class Backoff {

    /// @param first after one failure
    /// @param most after many, before the spread is added
    /// @param spread how much of it is added at random: 1 is up to twice as long
    record Span(Duration first, Duration most, double spread) {}

    private static final int DOUBLINGS = 16;

    private final Span span;
    private final RandomGenerator random;
    private int failures;

    Backoff(Span span, RandomGenerator random) {
        this.span = span;
        this.random = random;
    }

    Duration failed() {
        long doubled = span.first().toMillis() << Math.min(failures, DOUBLINGS);
        failures++;
        double base = Math.min(doubled, span.most().toMillis());
        return Duration.ofMillis((long) (base * (1 + random.nextDouble() * span.spread())));
    }

    void succeeded() {
        failures = 0;
    }
}

package dev.headroom.loadgen;

import java.time.Duration;
import java.util.Optional;

/// How far the generator itself fell behind what it promised. Latencies count from when a request was due, so lateness
/// is part of them; much of it means that the generator, not the service, was measured.
///
/// @param late requests that the generator came to more than `tolerance` after they were due
/// @param worst the longest of those delays
/// @param waited requests that found all `connections` busy
public record Lateness(long late, Duration tolerance, Duration worst, long waited) {

    /// The tolerance of a run without an objective, and the least of one that has it.
    private static final Duration LEAST_TOLERANCE = Duration.ofMillis(10);

    /// The part of the objective that lateness may add to a latency before it matters.
    private static final int OBJECTIVE_PART = 10;

    /// The share of `sent` beyond which a run should not be trusted.
    public static final double NOTABLE_SHARE = 0.01;

    /// How late the generator may come to a request: a tenth of the latency objective, and at least 10 ms.
    public static Duration tolerance(Optional<Duration> objective) {
        return objective.map(target -> target.dividedBy(OBJECTIVE_PART))
                .filter(part -> part.compareTo(LEAST_TOLERANCE) > 0)
                .orElse(LEAST_TOLERANCE);
    }

    /// Whether a reader should be told.
    public boolean notable(long sent) {
        return late > sent * NOTABLE_SHARE;
    }
}

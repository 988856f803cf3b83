package dev.headroom.loadgen;

import java.time.Duration;

/// How far the generator itself fell behind what it promised. Latencies count from when a request was due, so lateness
/// is part of them; much of it means that the generator, not the service, was measured.
///
/// @param late requests that the generator came to more than [#TOLERANCE] after they were due
/// @param worst the longest of those delays
/// @param waited requests that found all `connections` busy
public record Lateness(long late, Duration worst, long waited) {

    public static final Duration TOLERANCE = Duration.ofMillis(10);

    /// The share of `sent` beyond which a run should not be trusted.
    public static final double NOTABLE_SHARE = 0.01;

    /// Whether a reader should be told.
    public boolean notable(long sent) {
        return late > sent * NOTABLE_SHARE;
    }
}

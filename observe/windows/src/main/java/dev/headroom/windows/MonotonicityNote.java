package dev.headroom.windows;

import dev.headroom.model.FloatText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// How far the buckets of classic histograms had to be raised so that their counts never fall.
///
/// @param minBound the lowest bound of a bucket that was raised
/// @param maxDifference the most that a count was raised
/// @param histograms how many had to be raised
public record MonotonicityNote(
        long firstMillis, long lastMillis, double minBound, double maxBound, double maxDifference, int histograms) {

    MonotonicityNote and(MonotonicityNote other) {
        return new MonotonicityNote(
                Math.min(firstMillis, other.firstMillis),
                Math.max(lastMillis, other.lastMillis),
                Math.min(minBound, other.minBound),
                Math.max(maxBound, other.maxBound),
                Math.max(maxDifference, other.maxDifference),
                histograms + other.histograms);
    }

    /// As Prometheus words it, behind the name of the metric.
    String details() {
        return ", from buckets " + FloatText.general(minBound) + " to " + FloatText.general(maxBound)
                + ", with a max diff of " + FloatText.general(maxDifference, 2) + ", over " + histograms
                + " samples from " + time(firstMillis) + " to " + time(lastMillis);
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
    }
}

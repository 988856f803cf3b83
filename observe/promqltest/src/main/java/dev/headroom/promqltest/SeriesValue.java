package dev.headroom.promqltest;

import dev.headroom.model.FloatHistogram;

/// One place in a line of values.
public sealed interface SeriesValue {

    /// `_`: no sample.
    record Missing() implements SeriesValue {}

    /// A number, or a stale marker.
    record Sample(double value) implements SeriesValue {}

    /// A native histogram.
    ///
    /// @param hinted whether `counter_reset_hint` was written; only then it counts in a comparison
    record Histogram(FloatHistogram value, boolean hinted) implements SeriesValue {}
}

package dev.headroom.promqltest;

/// One place in a line of values.
public sealed interface SeriesValue {

    /// `_`: no sample.
    record Missing() implements SeriesValue {}

    /// A number, or a stale marker.
    record Sample(double value) implements SeriesValue {}

    /// A native histogram, as it stands between `{{` and `}}`.
    record Histogram(String text) implements SeriesValue {}
}

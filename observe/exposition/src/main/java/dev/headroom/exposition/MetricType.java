package dev.headroom.exposition;

import java.util.Locale;

/// What a metric family measures, in the words of OpenMetrics. The text format knows five of them and calls
/// `UNKNOWN` untyped.
public enum MetricType {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    GAUGEHISTOGRAM,
    SUMMARY,
    INFO,
    STATESET,
    UNKNOWN;

    /// The word as OpenMetrics and Prometheus' metadata API write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

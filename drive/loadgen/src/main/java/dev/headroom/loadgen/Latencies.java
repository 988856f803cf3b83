package dev.headroom.loadgen;

import org.HdrHistogram.AbstractHistogram;

/// Percentiles of the time from when a request was due to the end of its answer, in seconds; NaN when `count` is zero.
/// Answers of any status count, and so do timeouts: leaving those out would hide the longest waits. Connections that
/// were refused or broke do not count.
public record Latencies(long count, double mean, double p50, double p95, double p99, double max) {

    static final double UNIT = 1e6;

    static Latencies of(AbstractHistogram micros) {
        if (micros.getTotalCount() == 0) {
            return new Latencies(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        return new Latencies(
                micros.getTotalCount(),
                micros.getMean() / UNIT,
                percentile(micros, 50),
                percentile(micros, 95),
                percentile(micros, 99),
                micros.getMaxValue() / UNIT);
    }

    static double percentile(AbstractHistogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? Double.NaN : micros.getValueAtPercentile(percentile) / UNIT;
    }
}

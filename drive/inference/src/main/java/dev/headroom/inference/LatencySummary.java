package dev.headroom.inference;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/// A latency histogram in the words of people: count, mean, and quantiles as `histogram_quantile` estimates them.
///
/// @param histogram with classic buckets
record LatencySummary(HistogramDataPointSnapshot histogram) {

    void write(JsonGenerator json) {
        long count = count();
        json.writeNumberProperty("count", count);
        number(json, "mean", count == 0 ? OptionalDouble.empty() : OptionalDouble.of(histogram.getSum() / count));
        number(json, "p50", quantile(0.5));
        number(json, "p95", quantile(0.95));
        number(json, "p99", quantile(0.99));
    }

    /// Inside the bucket of the quantile by a straight line; in the last bucket its lower bound; empty without
    /// requests.
    OptionalDouble quantile(double quantile) {
        double rank = quantile * count();
        double below = 0;
        double lower = 0;
        for (var bucket : histogram.getClassicBuckets()) {
            if (bucket.getCount() > 0 && below + bucket.getCount() >= rank) {
                double upper = bucket.getUpperBound();
                double part = (rank - below) / bucket.getCount();
                return OptionalDouble.of(Double.isInfinite(upper) ? lower : lower + (upper - lower) * part);
            }
            below += bucket.getCount();
            lower = bucket.getUpperBound();
        }
        return OptionalDouble.empty();
    }

    private long count() {
        long count = 0;
        for (var bucket : histogram.getClassicBuckets()) {
            count += bucket.getCount();
        }
        return count;
    }

    private static void number(JsonGenerator json, String name, OptionalDouble number) {
        if (number.isPresent()) {
            json.writeNumberProperty(name, number.getAsDouble());
        } else {
            json.writeNullProperty(name);
        }
    }
}

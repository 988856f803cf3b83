package dev.headroom.exposition;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What a page says of one classic histogram, on its way to a native one with custom buckets.
final class ClassicParts {

    private final TreeMap<Double, Double> buckets = new TreeMap<>();
    private OptionalDouble count = OptionalDouble.empty();
    private double sum;
    private boolean impossible;

    /// Adds a bucket with the count of all observations up to its bound; of two with one bound the first one counts.
    void bucket(double bound, double observations) {
        impossible |= observations < 0;
        buckets.putIfAbsent(bound, observations);
    }

    void count(double observations) {
        impossible |= observations < 0;
        count = OptionalDouble.of(observations);
    }

    void sum(double observed) {
        sum = observed;
    }

    /// The histogram; empty when the parts do not make one: counts that fall or are negative, or a last bucket that
    /// does not count everything.
    Optional<FloatHistogram> histogram(CounterReset hint) {
        double last = buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
        double all = count.orElse(last);
        var complete = new TreeMap<>(buckets);
        complete.putIfAbsent(Double.POSITIVE_INFINITY, all);
        if (impossible || complete.lastEntry().getValue() != all) {
            return Optional.empty();
        }
        var counts = new double[complete.size()];
        double below = 0;
        int at = 0;
        for (Map.Entry<Double, Double> bucket : complete.entrySet()) {
            counts[at++] = bucket.getValue() - below;
            if (bucket.getValue() < below) {
                return Optional.empty();
            }
            below = bucket.getValue();
        }
        var bounds = complete.keySet().stream().filter(bound -> bound < Double.POSITIVE_INFINITY).toList();
        return Optional.of(new FloatHistogram(
                hint,
                FloatHistogram.CUSTOM_BUCKETS,
                0,
                0,
                all,
                sum,
                BucketCounts.adjacent(0, counts).compact(),
                BucketCounts.none(),
                bounds));
    }
}

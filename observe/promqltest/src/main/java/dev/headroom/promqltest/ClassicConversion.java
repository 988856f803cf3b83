package dev.headroom.promqltest;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.DoubleConsumer;

/// Makes native histograms with custom buckets of the classic histograms of a `load_with_nhcb`.
final class ClassicConversion {

    private final Map<Labels, TreeMap<Long, Parts>> histograms = new LinkedHashMap<>();

    /// What the series of one classic histogram say at one time.
    private static final class Parts {
        private final TreeMap<Double, Double> buckets = new TreeMap<>();
        private double sum;
        private double count = Double.NaN;

        FloatHistogram histogram() {
            if (Double.isNaN(count)) {
                count = buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
            }
            buckets.putIfAbsent(Double.POSITIVE_INFINITY, count);
            var counts = new double[buckets.size()];
            var bounds = new ArrayList<Double>();
            double below = 0;
            int at = 0;
            for (var bucket : buckets.entrySet()) {
                counts[at++] = bucket.getValue() - below;
                below = bucket.getValue();
                if (!Double.isInfinite(bucket.getKey())) {
                    bounds.add(bucket.getKey());
                }
            }
            return new FloatHistogram(
                    CounterReset.UNKNOWN,
                    FloatHistogram.CUSTOM_BUCKETS,
                    0,
                    0,
                    count,
                    sum,
                    BucketCounts.adjacent(0, counts).compact(),
                    BucketCounts.none(),
                    bounds);
        }
    }

    /// Adds a series of the same load; one that belongs to no classic histogram changes nothing.
    void add(SeriesLine line, long stepMillis) {
        var name = line.labels().value(Labels.NAME);
        if (name.endsWith("_bucket") && SeriesNotation.isNumber(line.labels().value("le"))) {
            double bound = SeriesNotation.number(line.labels().value("le"));
            if (!Double.isNaN(bound)) {
                each(line, "_bucket", stepMillis, parts -> count -> parts.buckets.putIfAbsent(bound, count));
            }
        } else if (name.endsWith("_count")) {
            each(line, "_count", stepMillis, parts -> count -> parts.count = count);
        } else if (name.endsWith("_sum")) {
            each(line, "_sum", stepMillis, parts -> sum -> parts.sum = sum);
        }
    }

    /// Says where a number of a series goes.
    @FunctionalInterface
    private interface Slot {
        DoubleConsumer of(Parts parts);
    }

    private void each(SeriesLine line, String suffix, long stepMillis, Slot slot) {
        var name = line.labels().value(Labels.NAME);
        var labels = line.labels()
                .without("le")
                .with(Labels.NAME, name.substring(0, name.length() - suffix.length()));
        var times = histograms.computeIfAbsent(labels, _ -> new TreeMap<>());
        for (int i = 0; i < line.values().size(); i++) {
            if (line.values().get(i) instanceof SeriesValue.Sample(var value)) {
                slot.of(times.computeIfAbsent(i * stepMillis, _ -> new Parts())).accept(value);
            }
        }
    }

    /// Hands over every histogram: its series, and its values by time.
    void forEach(BiConsumer<Labels, SortedMap<Long, FloatHistogram>> action) {
        histograms.forEach((labels, times) -> {
            var values = new TreeMap<Long, FloatHistogram>();
            times.forEach((time, parts) -> values.put(time, parts.histogram()));
            action.accept(labels, values);
        });
    }
}

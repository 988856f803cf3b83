package dev.headroom.windows;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.HistogramReset;
import dev.headroom.model.HistogramSum;
import java.util.Optional;

/// What the native histograms of a window grew by from the first to the last one.
final class HistogramGrowth {

    private final Window window;
    private final WindowSamples samples;
    private final boolean counter;

    private HistogramGrowth(Window window, boolean counter) {
        this.window = window;
        this.samples = window.samples();
        this.counter = counter;
    }

    /// A gauge of the growth; empty when the histograms do not fit together, which is annotated.
    static Optional<FloatHistogram> of(Window window, boolean counter) {
        return new HistogramGrowth(window, counter).growth();
    }

    private Optional<FloatHistogram> growth() {
        var first = samples.histogram(0);
        var last = samples.histogram(samples.histograms() - 1);
        if (counter && (isGauge(first) || isGauge(last))) {
            window.annotations().notACounter(window.text(), window.metricName());
        }
        // A first sample that was reset right after says nothing, not even by its layout.
        if (counter && isReset(0, first, samples.histogram(1))) {
            first = nothing(samples.histogram(1));
        }
        if (last.hasCustomBuckets() != first.hasCustomBuckets()) {
            return mixed();
        }
        int schema = Math.min(last.schema(), first.schema());
        for (int i = 1; counter && i < samples.histograms() - 1; i++) {
            var between = samples.histogram(i);
            if (isGauge(between)) {
                window.annotations().notACounter(window.text(), window.metricName());
            }
            schema = Math.min(schema, between.schema());
            if (between.hasCustomBuckets() != first.hasCustomBuckets()) {
                return mixed();
            }
        }
        var growth = new HistogramSum(last);
        growth.reduceTo(schema);
        if (growth.subtract(first)) {
            window.annotations().boundsReconciled(window.text(), "subtraction");
        }
        if (counter) {
            addResets(growth, first);
        } else if (!isGauge(samples.histogram(0)) || !isGauge(last)) {
            window.annotations().notAGauge(window.text(), window.metricName());
        }
        return Optional.of(growth.value().withCounterReset(CounterReset.GAUGE));
    }

    private static boolean isGauge(FloatHistogram histogram) {
        return histogram.counterReset() == CounterReset.GAUGE;
    }

    private Optional<FloatHistogram> mixed() {
        window.annotations().mixedSchemas(window.text(), window.metricName());
        return Optional.empty();
    }

    private static FloatHistogram nothing(FloatHistogram like) {
        return new FloatHistogram(
                CounterReset.UNKNOWN,
                like.schema(),
                0,
                0,
                0,
                0,
                BucketCounts.none(),
                BucketCounts.none(),
                like.customBounds());
    }

    private void addResets(HistogramSum growth, FloatHistogram first) {
        boolean overlapped = false;
        var before = first;
        for (int i = 1; i < samples.histograms(); i++) {
            if (!overlapped && window.usesStartTimestamps()
                    && StartTimestamps.overlaps(
                            samples.histogramStartTimestamp(i - 1),
                            samples.histogramTime(i - 1),
                            samples.histogramStartTimestamp(i))) {
                window.annotations().startTimeOverlap(window.text(), window.metricName());
                overlapped = true;
            }
            if (isReset(i - 1, before, samples.histogram(i))) {
                if (growth.add(before)) {
                    window.annotations().boundsReconciled(window.text(), "addition");
                }
            }
            before = samples.histogram(i);
        }
    }

    private boolean isReset(int indexBefore, FloatHistogram before, FloatHistogram now) {
        boolean byStart = window.usesStartTimestamps()
                && StartTimestamps.isReset(
                        samples.histogramStartTimestamp(indexBefore),
                        samples.histogramTime(indexBefore),
                        samples.histogramStartTimestamp(indexBefore + 1),
                        samples.histogramTime(indexBefore + 1));
        return byStart || HistogramReset.between(before, now);
    }
}

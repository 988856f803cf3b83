package dev.headroom.windows;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.HistogramSum;
import dev.headroom.promql.Modifiers.Extension;
import org.jspecify.annotations.Nullable;

/// `rate`, `increase` and `delta`: what the samples of a window grew by, extended to the whole window.
///
/* 1. The growth is the last sample less the first; for counters every sample in front of a reset is added.
 * 2. The first and the last sample rarely lie on the edges of the window. When the gap to an edge is below 1.1 average
 *    intervals between samples, the growth is extended to that edge; else the series is taken to begin or end there,
 *    half an interval further.
 * 3. A counter is never extended to below zero: where its slope would reach zero it is taken to have begun.
 * 4. When the first sample says that its counter began inside of the window, that is its beginning, at value 0.
 * Source: documentation of Prometheus, function rate; the numbers are replayed against recordings. */
final class Extrapolation {

    private static final double THRESHOLD = 1.1;

    private final Window window;
    private final WindowSamples samples;
    private final boolean counter;
    private final boolean histograms;

    private double growth;
    private @Nullable FloatHistogram histogramGrowth;

    private Extrapolation(Window window, boolean counter) {
        this.window = window;
        this.samples = window.samples();
        this.counter = counter;
        this.histograms = samples.histograms() > 0;
    }

    /// @param counter whether a fall is a reset
    /// @param perSecond whether the growth is divided by the length of the window
    static void apply(Window window, boolean counter, boolean perSecond) {
        if (window.samples().histograms() > 0 && window.samples().floats() > 0) {
            window.annotations().mixedFloatsAndHistograms(window.text(), window.metricName());
            return;
        }
        if (window.extension() == Extension.NONE) {
            new Extrapolation(window, counter).apply(perSecond);
        } else if (window.samples().histograms() > 0) {
            new ExtendedHistogramRate(window, counter).apply(perSecond);
        } else {
            ExtendedRate.apply(window, counter, perSecond);
        }
    }

    private void apply(boolean perSecond) {
        int intervals = count() - 1;
        if (!grow()) {
            return;
        }
        double toStart = (time(0) - window.startMillis()) / 1000.0;
        double toEnd = (window.endMillis() - time(intervals)) / 1000.0;
        double sampled = (time(intervals) - time(0)) / 1000.0;
        double average = intervals > 0 ? sampled / intervals : 0;
        double threshold = average * THRESHOLD;
        if (beganInside()) {
            if (!addFirst()) {
                return;
            }
            toStart = 0;
            sampled = (time(intervals) - startTimestamp(0)) / 1000.0;
        } else if (intervals == 0) {
            return;
        } else {
            toStart = toStart >= threshold ? average / 2 : toStart;
            double toZero = counter ? toZero(sampled, toStart) : toStart;
            toStart = toZero < toStart ? toZero : toStart;
        }
        toEnd = toEnd >= threshold ? average / 2 : toEnd;
        double factor = sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
        factor = perSecond ? factor / window.rangeSeconds() : factor;
        if (histogramGrowth == null) {
            window.answer(growth * factor);
        } else {
            window.answer(histogramGrowth.times(factor));
        }
    }

    private int count() {
        return histograms ? samples.histograms() : samples.floats();
    }

    private long time(int index) {
        return histograms ? samples.histogramTime(index) : samples.time(index);
    }

    private long startTimestamp(int index) {
        return histograms ? samples.histogramStartTimestamp(index) : samples.startTimestamp(index);
    }

    /// Calculates the growth from the first to the last sample; false when there is none.
    private boolean grow() {
        if (histograms) {
            if (count() > 1) {
                histogramGrowth = HistogramGrowth.of(window, counter).orElse(null);
                return histogramGrowth != null;
            }
            return true;
        }
        growth = samples.value(count() - 1) - samples.value(0);
        if (counter) {
            addResets();
        }
        return true;
    }

    private void addResets() {
        boolean starts = window.usesStartTimestamps();
        boolean overlapped = false;
        for (int i = 1; i < count(); i++) {
            double before = samples.value(i - 1);
            boolean reset = samples.value(i) < before;
            if (starts) {
                long startBefore = samples.startTimestamp(i - 1);
                if (!overlapped
                        && StartTimestamps.overlaps(startBefore, samples.time(i - 1), samples.startTimestamp(i))) {
                    window.annotations().startTimeOverlap(window.text(), window.metricName());
                    overlapped = true;
                }
                reset |= StartTimestamps.isReset(
                        startBefore, samples.time(i - 1), samples.startTimestamp(i), samples.time(i));
            }
            growth += reset ? before : 0;
        }
    }

    private boolean beganInside() {
        if (!counter || !window.usesStartTimestamps()) {
            return false;
        }
        long start = startTimestamp(0);
        return start != 0 && start > window.startMillis() && start < time(0);
    }

    /// Adds what the counter had counted up to the first sample; false when that cannot be added.
    private boolean addFirst() {
        if (!histograms) {
            growth += samples.value(0);
            return true;
        }
        if (histogramGrowth == null) {
            histogramGrowth = samples.histogram(0);
            return true;
        }
        var sum = new HistogramSum(histogramGrowth);
        if (!sum.accepts(samples.histogram(0))) {
            window.annotations().mixedSchemas(window.text(), window.metricName());
            return false;
        }
        sum.add(samples.histogram(0));
        if (sum.boundsReconciled()) {
            window.annotations().boundsReconciled(window.text(), "addition");
        }
        histogramGrowth = sum.value();
        return true;
    }

    /// How long before the first sample the counter was zero, as its slope has it.
    private double toZero(double sampled, double otherwise) {
        if (!histograms) {
            return growth > 0 && samples.value(0) >= 0 ? sampled * (samples.value(0) / growth) : otherwise;
        }
        return histogramGrowth != null && histogramGrowth.count() > 0 && samples.histogram(0).count() >= 0
                ? sampled * (samples.histogram(0).count() / histogramGrowth.count())
                : otherwise;
    }
}

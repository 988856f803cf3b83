package dev.headroom.windows;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.HistogramReset;
import dev.headroom.model.HistogramSum;
import dev.headroom.promql.Modifiers.Extension;
import java.util.Optional;

/// What [ExtendedRate] is for numbers, for native histograms.
final class ExtendedHistogramRate {

    private final Window window;
    private final WindowSamples samples;
    private final boolean counter;
    private final boolean smoothed;
    private final HistogramInterpolation interpolation;

    ExtendedHistogramRate(Window window, boolean counter) {
        this.window = window;
        this.samples = window.samples();
        this.counter = counter;
        this.smoothed = window.extension() == Extension.SMOOTHED;
        this.interpolation =
                new HistogramInterpolation(window.annotations(), window.text(), window.metricName());
    }

    void apply(boolean perSecond) {
        int last = samples.histograms() - 1;
        int first = Math.max(0, Math.min(last, samples.firstHistogramAtOrAfter(window.startMillis() + 1)) - 1);
        if (smoothed) {
            last = Math.min(last, samples.firstHistogramAtOrAfter(window.endMillis()));
        }
        boolean nothing = samples.histogramTime(last) <= window.startMillis()
                || (smoothed && samples.histogramTime(first) > window.endMillis());
        if (nothing || !fit(first, last)) {
            return;
        }
        var left = left(first);
        var right = right(last);
        if (left.isPresent() && right.isPresent()) {
            grow(first, last, left.get(), right.get(), perSecond);
        }
    }

    private void grow(int first, int last, FloatHistogram left, FloatHistogram right, boolean perSecond) {
        if (!counter
                && (left.counterReset() != CounterReset.GAUGE || right.counterReset() != CounterReset.GAUGE)) {
            window.annotations().notAGauge(window.text(), window.metricName());
        }
        var growth = new HistogramSum(right);
        if (!growth.accepts(left)) {
            window.annotations().mixedSchemas(window.text(), window.metricName());
            return;
        }
        if (growth.subtract(left)) {
            window.annotations().boundsReconciled(window.text(), "subtraction");
        }
        if (counter) {
            addResets(growth, first, last, left, right);
        }
        if (perSecond) {
            growth.divide(window.rangeSeconds());
        }
        window.answer(growth.value().withCounterReset(CounterReset.GAUGE));
    }

    /// Whether all histograms from one index to another are of one kind.
    private boolean fit(int first, int last) {
        for (int i = first; i <= last; i++) {
            if (samples.histogram(i).hasCustomBuckets() != samples.histogram(first).hasCustomBuckets()) {
                window.annotations().mixedSchemas(window.text(), window.metricName());
                return false;
            }
            if (counter && samples.histogram(i).counterReset() == CounterReset.GAUGE) {
                window.annotations().notACounter(window.text(), window.metricName());
            }
        }
        return true;
    }

    private Optional<FloatHistogram> left(int first) {
        return smoothed && samples.histogramTime(first) < window.startMillis()
                ? interpolation.between(samples, first, window.startMillis(), counter)
                : Optional.of(samples.histogram(first));
    }

    private Optional<FloatHistogram> right(int last) {
        return smoothed && last > 0 && samples.histogramTime(last) > window.endMillis()
                ? interpolation.between(samples, last - 1, window.endMillis(), counter)
                : Optional.of(samples.histogram(last));
    }

    /// Adds what was counted before each reset between the histograms at the edges.
    private void addResets(HistogramSum growth, int first, int last, FloatHistogram left, FloatHistogram right) {
        int from = first + 1;
        var before = left;
        boolean resetAtEdge = smoothed
                && samples.histogramTime(first) < window.startMillis()
                && HistogramReset.between(samples.histogram(first), samples.histogram(first + 1));
        if (resetAtEdge) {
            // The interpolation at the edge has already taken this reset into account.
            before = samples.histogram(first + 1);
            from++;
        }
        if (from > last) {
            return;
        }
        for (int i = from; i < last; i++) {
            addReset(growth, before, samples.histogram(i));
            before = samples.histogram(i);
        }
        addReset(growth, before, right);
    }

    private void addReset(HistogramSum growth, FloatHistogram before, FloatHistogram now) {
        if (HistogramReset.between(before, now) && growth.add(before)) {
            window.annotations().boundsReconciled(window.text(), "addition");
        }
    }
}

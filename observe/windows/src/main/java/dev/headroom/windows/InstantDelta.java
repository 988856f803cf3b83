package dev.headroom.windows;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.HistogramReset;
import dev.headroom.model.HistogramSum;

/// `irate` and `idelta`: what happened between the last two samples of a window.
final class InstantDelta {

    private InstantDelta() {}

    /// @param rate whether a fall is a reset, and the result is per second
    static void apply(Window window, boolean rate) {
        var samples = window.samples();
        int floats = samples.floats();
        int histograms = samples.histograms();
        if (floats + histograms < 2) {
            return;
        }
        boolean lastIsFloat = histograms == 0
                || (floats > 0 && samples.time(floats - 1) > samples.histogramTime(histograms - 1));
        int floatsBefore = lastIsFloat ? floats - 1 : floats;
        int histogramsBefore = lastIsFloat ? histograms : histograms - 1;
        boolean beforeIsFloat = histogramsBefore == 0
                || (floatsBefore > 0
                        && samples.time(floatsBefore - 1) > samples.histogramTime(histogramsBefore - 1));
        if (lastIsFloat != beforeIsFloat) {
            window.annotations().mixedFloatsAndHistograms(window.text(), window.metricName());
        } else if (lastIsFloat) {
            numbers(window, rate);
        } else {
            histograms(window, rate);
        }
    }

    private static void numbers(Window window, boolean rate) {
        var samples = window.samples();
        int last = samples.floats() - 1;
        double now = samples.value(last);
        double before = samples.value(last - 1);
        boolean reset = now < before
                || (window.usesStartTimestamps()
                        && StartTimestamps.isReset(
                                samples.startTimestamp(last - 1),
                                samples.time(last - 1),
                                samples.startTimestamp(last),
                                samples.time(last)));
        double delta = rate && reset ? now : now - before;
        window.answer(rate ? delta / ((samples.time(last) - samples.time(last - 1)) / 1000.0) : delta);
    }

    private static void histograms(Window window, boolean rate) {
        var samples = window.samples();
        int last = samples.histograms() - 1;
        var now = samples.histogram(last);
        var before = samples.histogram(last - 1);
        boolean gauges = isGauge(now) && isGauge(before);
        if (rate && (isGauge(now) || isGauge(before))) {
            window.annotations().notACounter(window.text(), window.metricName());
        }
        if (!rate && !gauges) {
            window.annotations().notAGauge(window.text(), window.metricName());
        }
        var delta = new HistogramSum(now);
        if (!rate || !isReset(window, last)) {
            if (!delta.accepts(before)) {
                window.annotations().mixedSchemas(window.text(), window.metricName());
                return;
            }
            if (delta.subtract(before)) {
                window.annotations().boundsReconciled(window.text(), "subtraction");
            }
        }
        if (rate) {
            delta.divide((samples.histogramTime(last) - samples.histogramTime(last - 1)) / 1000.0);
        }
        window.answer(delta.value().withCounterReset(CounterReset.GAUGE));
    }

    private static boolean isGauge(FloatHistogram histogram) {
        return histogram.counterReset() == CounterReset.GAUGE;
    }

    private static boolean isReset(Window window, int last) {
        var samples = window.samples();
        boolean byStart = window.usesStartTimestamps()
                && StartTimestamps.isReset(
                        samples.histogramStartTimestamp(last - 1),
                        samples.histogramTime(last - 1),
                        samples.histogramStartTimestamp(last),
                        samples.histogramTime(last));
        return byStart || HistogramReset.between(samples.histogram(last - 1), samples.histogram(last));
    }
}

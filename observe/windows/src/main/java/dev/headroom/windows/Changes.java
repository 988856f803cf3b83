package dev.headroom.windows;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.HistogramReset;
import dev.headroom.promql.Modifiers.Extension;
import org.jspecify.annotations.Nullable;

/// `resets` and `changes`: how often one sample of a window differs from the one before it.
final class Changes {

    private Changes() {}

    /// One sample: a number, or a histogram when there is one.
    private record Sample(long time, double value, @Nullable FloatHistogram histogram, long startTimestamp) {}

    /// Whether a sample counts, given the one before it.
    @FunctionalInterface
    private interface Test {
        boolean differs(Sample before, Sample now);
    }

    static void resets(Window window) {
        boolean starts = window.usesStartTimestamps();
        count(window, (before, now) -> isReset(before, now, starts));
    }

    private static boolean isReset(Sample before, Sample now, boolean starts) {
        if (starts && StartTimestamps.isReset(before.startTimestamp, before.time, now.startTimestamp, now.time)) {
            return true;
        }
        if (now.histogram != null && before.histogram != null) {
            return HistogramReset.between(before.histogram, now.histogram);
        }
        return now.histogram != null || before.histogram != null || now.value < before.value;
    }

    static void changes(Window window) {
        count(window, (before, now) -> {
            if (now.histogram != null && before.histogram != null) {
                return !now.histogram.hasSameData(before.histogram);
            }
            boolean bothNan = Double.isNaN(now.value) && Double.isNaN(before.value);
            return now.histogram != null || before.histogram != null || (now.value != before.value && !bothNan);
        });
    }

    private static void count(Window window, Test test) {
        var samples = window.samples();
        int nextFloat = 0;
        int nextHistogram = 0;
        if (window.extension() == Extension.ANCHORED) {
            // The newest sample at or before the start of the window is its first; those before it do not count.
            int floats = samples.firstAtOrAfter(window.startMillis() + 1) - 1;
            int histograms = samples.firstHistogramAtOrAfter(window.startMillis() + 1) - 1;
            if (floats + 1 >= samples.floats() && histograms + 1 >= samples.histograms()) {
                return;
            }
            boolean anchoredAtFloat = histograms < 0
                    || (floats >= 0 && samples.time(floats) >= samples.histogramTime(histograms));
            nextFloat = Math.max(0, anchoredAtFloat ? floats : floats + 1);
            nextHistogram = Math.max(0, anchoredAtFloat ? histograms + 1 : histograms);
        }
        int found = 0;
        Sample before = null;
        while (nextFloat < samples.floats() || nextHistogram < samples.histograms()) {
            boolean isFloat = nextHistogram >= samples.histograms()
                    || (nextFloat < samples.floats()
                            && samples.time(nextFloat) < samples.histogramTime(nextHistogram));
            var now = isFloat ? number(samples, nextFloat++) : histogram(samples, nextHistogram++);
            if (before != null && test.differs(before, now)) {
                found++;
            }
            before = now;
        }
        window.answer(found);
    }

    private static Sample number(WindowSamples samples, int index) {
        return new Sample(samples.time(index), samples.value(index), null, samples.startTimestamp(index));
    }

    private static Sample histogram(WindowSamples samples, int index) {
        return new Sample(
                samples.histogramTime(index),
                Double.NaN,
                samples.histogram(index),
                samples.histogramStartTimestamp(index));
    }
}

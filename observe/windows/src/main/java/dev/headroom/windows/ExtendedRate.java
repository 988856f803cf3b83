package dev.headroom.windows;

import dev.headroom.promql.Modifiers.Extension;

/// `rate`, `increase` and `delta` over windows that are `anchored` or `smoothed`: from one edge of the window to the
/// other, without extrapolation. At an edge counts the sample at or before it, or, when smoothed, the value on the
/// straight line between the samples around it.
final class ExtendedRate {

    private ExtendedRate() {}

    static void apply(Window window, boolean counter, boolean perSecond) {
        var samples = window.samples();
        boolean smoothed = window.extension() == Extension.SMOOTHED;
        int last = samples.floats() - 1;
        int first = Math.max(0, Math.min(last, samples.firstAtOrAfter(window.startMillis() + 1)) - 1);
        if (smoothed) {
            last = Math.min(last, samples.firstAtOrAfter(window.endMillis()));
        }
        if (samples.time(last) <= window.startMillis() || (smoothed && samples.time(first) > window.endMillis())) {
            return;
        }
        double left = left(samples, first, window.startMillis(), counter, smoothed);
        double right = right(samples, last, window.endMillis(), counter, smoothed);
        double growth = right - left;
        if (counter) {
            int from = samples.time(first) <= window.startMillis() ? first + 1 : first;
            int to = samples.time(last) >= window.endMillis() ? last - 1 : last;
            growth += resets(samples, left, right, from, to);
        }
        window.answer(perSecond ? growth / window.rangeSeconds() : growth);
    }

    /// The value at the start of the window.
    static double left(WindowSamples samples, int first, long startMillis, boolean counter, boolean smoothed) {
        return smoothed && samples.time(first) < startMillis
                ? Interpolation.between(samples, first, first + 1, startMillis, counter)
                : samples.value(first);
    }

    /// The value at the end of the window.
    static double right(WindowSamples samples, int last, long endMillis, boolean counter, boolean smoothed) {
        return smoothed && last > 0 && samples.time(last) > endMillis
                ? Interpolation.between(samples, last - 1, last, endMillis, counter)
                : samples.value(last);
    }

    /// What was counted before each reset between the values at the edges.
    private static double resets(WindowSamples samples, double left, double right, int from, int to) {
        double lost = 0;
        double before = left;
        for (int i = from; i <= to; i++) {
            if (samples.value(i) < before) {
                lost += before;
            }
            before = samples.value(i);
        }
        return right < before ? lost + before : lost;
    }
}

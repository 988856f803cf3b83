package dev.headroom.windows;

import dev.headroom.model.Samples;
import dev.headroom.promql.Modifiers.Extension;

/// The numbers of a window that is `anchored` or `smoothed`, with one at each of its edges.
public final class ExtendedRange {

    private ExtendedRange() {}

    /// @param window what the extended window holds
    public static Samples of(WindowSamples window, Extension extension, long startMillis, long endMillis) {
        boolean smoothed = extension == Extension.SMOOTHED;
        if (window.floats() == 0) {
            return Samples.none();
        }
        int last = window.floats() - 1;
        int first = Math.max(0, Math.min(last, window.firstAtOrAfter(startMillis + 1)) - 1);
        last = smoothed ? Math.min(last, window.firstAtOrAfter(endMillis)) : last;
        if (window.time(last) <= startMillis) {
            return Samples.none();
        }
        int from = window.time(first) <= startMillis ? first + 1 : first;
        int to = window.time(last) >= endMillis ? last - 1 : last;
        int inside = Math.max(0, to - from + 1);
        var times = new long[inside + 2];
        var values = new double[inside + 2];
        times[0] = startMillis;
        values[0] = ExtendedRate.left(window, first, startMillis, false, smoothed);
        for (int i = 0; i < inside; i++) {
            times[i + 1] = window.time(from + i);
            values[i + 1] = window.value(from + i);
        }
        times[inside + 1] = endMillis;
        values[inside + 1] = ExtendedRate.right(window, last, endMillis, false, smoothed);
        return new Samples(times, values, inside + 2);
    }
}

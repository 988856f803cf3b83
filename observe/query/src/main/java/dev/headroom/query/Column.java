package dev.headroom.query;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Samples;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of one series on a [Grid]: at each step a number, a native histogram, or nothing. Immutable.
///
/* Notes. Steps in front of the first value and behind the last one take no memory. Nothing is written as the stale
 * marker, whose bits no arithmetic gives and no selector lets through, so that one array holds all of it; the number
 * beside a histogram is an ordinary NaN. */
final class Column {

    static final double ABSENT = Samples.staleMarker();

    private static final Column EMPTY = new Column(0, new double[0], null);

    private final int first;
    private final double[] values;
    private final @Nullable FloatHistogram @Nullable [] histograms;

    Column(int first, double[] values, @Nullable FloatHistogram @Nullable [] histograms) {
        this.first = first;
        this.values = values;
        this.histograms = histograms;
    }

    static Column empty() {
        return EMPTY;
    }

    static Column of(double[] values) {
        return new Column(0, values, null);
    }

    static boolean isAbsent(double value) {
        return Samples.isStale(value);
    }

    /// The first step that may have a value.
    int first() {
        return first;
    }

    /// The step behind the last one that may have a value.
    int end() {
        return first + values.length;
    }

    /// How many samples this holds in memory.
    long size() {
        if (histograms == null) {
            return values.length;
        }
        long size = 0;
        for (var histogram : histograms) {
            size += Budget.cost(histogram);
        }
        return size;
    }

    boolean isEmpty() {
        return values.length == 0;
    }

    boolean has(int step) {
        return !isAbsent(value(step));
    }

    /// The number at a step, [#ABSENT] where there is nothing, NaN where there is a histogram.
    double value(int step) {
        int at = step - first;
        return at >= 0 && at < values.length ? values[at] : ABSENT;
    }

    boolean hasHistograms() {
        return histograms != null;
    }

    @Nullable FloatHistogram histogram(int step) {
        int at = step - first;
        return histograms != null && at >= 0 && at < values.length ? histograms[at] : null;
    }

    /// The value of the first step at each of `count` steps.
    Column repeated(int count) {
        if (!has(0)) {
            return EMPTY;
        }
        var numbers = new double[count];
        Arrays.fill(numbers, value(0));
        var histogram = histogram(0);
        if (histogram == null) {
            return of(numbers);
        }
        var entries = new FloatHistogram[count];
        Arrays.fill(entries, histogram);
        return new Column(0, numbers, entries);
    }

    /// The samples at the times of a grid.
    Samples samples(Grid grid) {
        int size = 0;
        for (double value : values) {
            size += isAbsent(value) ? 0 : 1;
        }
        var times = new long[size];
        var numbers = new double[size];
        @Nullable FloatHistogram @Nullable [] entries = histograms == null ? null : new FloatHistogram[size];
        int at = 0;
        for (int step = first; step < end(); step++) {
            if (has(step)) {
                times[at] = grid.time(step);
                numbers[at] = value(step);
                if (entries != null) {
                    entries[at] = histogram(step);
                }
                at++;
            }
        }
        var samples = new Samples(times, numbers, size);
        return entries == null ? samples : samples.withHistograms(entries);
    }
}

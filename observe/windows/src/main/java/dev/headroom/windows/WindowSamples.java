package dev.headroom.windows;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Samples;
import dev.headroom.promql.Modifiers.Extension;
import java.util.Arrays;

/// The samples of one series without its stale markers, seen through a window that slides forward in time.
///
/* Notes. Numbers and histograms are kept apart, each in the order of time, because almost every function reads one kind
 * only. The arrays are reused from series to series. A window is open on the left: it holds what is later than its
 * start and not later than its end. Windows of ascending steps start and end later and later, so two indices that only
 * go forward find all of them in one pass. */
public final class WindowSamples {

    private static final FloatHistogram[] NO_HISTOGRAMS = {};

    private long[] times = new long[0];
    private double[] values = new double[0];
    private long[] starts = new long[0];
    private int size;
    private int from;
    private int to;

    private long[] histogramTimes = new long[0];
    private FloatHistogram[] histograms = NO_HISTOGRAMS;
    private long[] histogramStarts = new long[0];
    private int histogramSize;
    private int histogramFrom;
    private int histogramTo;

    private boolean hasStarts;

    /// Takes the samples of another series.
    public void load(Samples samples) {
        room(samples);
        size = 0;
        histogramSize = 0;
        hasStarts = samples.hasStartTimestamps();
        for (int i = 0; i < samples.size(); i++) {
            var histogram = samples.histogram(i);
            if (histogram != null) {
                histogramTimes[histogramSize] = samples.timestamp(i);
                histogramStarts[histogramSize] = samples.startTimestamp(i);
                histograms[histogramSize++] = histogram;
            } else if (!Samples.isStale(samples.value(i))) {
                times[size] = samples.timestamp(i);
                starts[size] = samples.startTimestamp(i);
                values[size++] = samples.value(i);
            }
        }
        from = 0;
        to = 0;
        histogramFrom = 0;
        histogramTo = 0;
    }

    private void room(Samples samples) {
        if (times.length < samples.size()) {
            int length = Math.max(samples.size(), 2 * times.length);
            times = new long[length];
            values = new double[length];
            starts = new long[length];
        }
        if (samples.hasHistograms() && histograms.length < samples.size()) {
            int length = Math.max(samples.size(), 2 * histograms.length);
            histogramTimes = new long[length];
            histograms = Arrays.copyOf(NO_HISTOGRAMS, length);
            histogramStarts = new long[length];
        }
    }

    /// Moves the window, and extends it by the lookback where it is extended; neither end may go back.
    public void slide(Extension extension, long afterMillis, long untilMillis, long lookbackMillis) {
        switch (extension) {
            case NONE -> slide(afterMillis, untilMillis);
            case ANCHORED -> slide(afterMillis - lookbackMillis, untilMillis);
            case SMOOTHED -> slide(afterMillis - lookbackMillis, untilMillis + lookbackMillis);
        }
    }

    /// Moves the window; neither end may go back.
    public void slide(long afterMillis, long untilMillis) {
        while (from < size && times[from] <= afterMillis) {
            from++;
        }
        to = Math.max(to, from);
        while (to < size && times[to] <= untilMillis) {
            to++;
        }
        while (histogramFrom < histogramSize && histogramTimes[histogramFrom] <= afterMillis) {
            histogramFrom++;
        }
        histogramTo = Math.max(histogramTo, histogramFrom);
        while (histogramTo < histogramSize && histogramTimes[histogramTo] <= untilMillis) {
            histogramTo++;
        }
    }

    public boolean isEmpty() {
        return from == to && histogramFrom == histogramTo;
    }

    /// How many numbers are in the window.
    public int floats() {
        return to - from;
    }

    public long time(int index) {
        return times[from + index];
    }

    public double value(int index) {
        return values[from + index];
    }

    long startTimestamp(int index) {
        return starts[from + index];
    }

    /// How many histograms are in the window.
    public int histograms() {
        return histogramTo - histogramFrom;
    }

    public long histogramTime(int index) {
        return histogramTimes[histogramFrom + index];
    }

    public FloatHistogram histogram(int index) {
        return histograms[histogramFrom + index];
    }

    long histogramStartTimestamp(int index) {
        return histogramStarts[histogramFrom + index];
    }

    /// Whether any sample may have a start timestamp.
    boolean hasStartTimestamps() {
        return hasStarts;
    }

    /// The index of the first number at or after a time; how many there are when all are before it.
    public int firstAtOrAfter(long millis) {
        int at = Arrays.binarySearch(times, from, to, millis);
        return (at >= 0 ? at : -at - 1) - from;
    }

    /// The index of the first histogram at or after a time; how many there are when all are before it.
    int firstHistogramAtOrAfter(long millis) {
        int at = Arrays.binarySearch(histogramTimes, histogramFrom, histogramTo, millis);
        return (at >= 0 ? at : -at - 1) - histogramFrom;
    }
}

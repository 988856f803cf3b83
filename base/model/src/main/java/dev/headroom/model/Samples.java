package dev.headroom.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The samples of one series in one span of time: timestamps in milliseconds since the epoch, strictly ascending,
/// with a value each: a number or a native histogram. Immutable to its readers; the arrays are shared, not copied,
/// because queries read millions.
public final class Samples {

    /// The bits of the NaN that says "this series has ended here" (Prometheus' stale marker).
    public static final long STALE_BITS = 0x7ff0000000000002L;

    /// The bits of an ordinary NaN, as Prometheus stores it.
    public static final long NAN_BITS = 0x7ff8000000000001L;

    private static final Samples NONE = new Samples(new long[0], new double[0], 0);

    private final long[] timestamps;
    private final double[] values;
    private final int size;
    private final @Nullable FloatHistogram @Nullable [] histograms;
    private final long @Nullable [] startTimestamps;

    /// Takes ownership of the arrays, of which the first `size` entries count.
    public Samples(long[] timestamps, double[] values, int size) {
        this(timestamps, values, size, null, null);
    }

    private Samples(
            long[] timestamps,
            double[] values,
            int size,
            @Nullable FloatHistogram @Nullable [] histograms,
            long @Nullable [] startTimestamps) {
        if (size > timestamps.length
                || size > values.length
                || (histograms != null && size > histograms.length)
                || (startTimestamps != null && size > startTimestamps.length)) {
            throw new IllegalArgumentException(
                    "size " + size + " of arrays " + timestamps.length + " and " + values.length);
        }
        this.timestamps = timestamps;
        this.values = values;
        this.size = size;
        this.histograms = histograms;
        this.startTimestamps = startTimestamps;
    }

    /// The same samples, of which those with an entry are histograms. Takes ownership of the array; the values beside
    /// its entries are not read any more.
    public Samples withHistograms(@Nullable FloatHistogram[] entries) {
        return new Samples(timestamps, values, size, entries, startTimestamps);
    }

    /// The same samples with the times at which their counters began, in milliseconds since the epoch, 0 where that is
    /// not known. Takes ownership of the array.
    public Samples withStartTimestamps(long[] starts) {
        return new Samples(timestamps, values, size, histograms, starts);
    }

    public static Samples none() {
        return NONE;
    }

    public static double staleMarker() {
        return Double.longBitsToDouble(STALE_BITS);
    }

    public static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == STALE_BITS;
    }

    public int size() {
        return size;
    }

    public long timestamp(int index) {
        return timestamps[index];
    }

    /// The number at an index; says nothing where a histogram is.
    public double value(int index) {
        return values[index];
    }

    /// Whether any sample is a histogram.
    public boolean hasHistograms() {
        return histograms != null;
    }

    /// The histogram at an index, null where a number is.
    public @Nullable FloatHistogram histogram(int index) {
        return histograms == null ? null : histograms[index];
    }

    /// Whether any sample may have a start timestamp.
    public boolean hasStartTimestamps() {
        return startTimestamps != null;
    }

    /// When the counter of the sample began, in milliseconds since the epoch, 0 when that is not known.
    public long startTimestamp(int index) {
        return startTimestamps == null ? 0 : startTimestamps[index];
    }

    /// The number of samples at or before `timestampMillis`: the index of the first one after it.
    public int countUpTo(long timestampMillis) {
        int at = Arrays.binarySearch(timestamps, 0, size, timestampMillis);
        return at >= 0 ? at + 1 : -at - 1;
    }
}

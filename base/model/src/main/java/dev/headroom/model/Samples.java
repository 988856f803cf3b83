package dev.headroom.model;

import java.util.Arrays;

/// The samples of one series in one span of time: timestamps in milliseconds since the epoch, strictly ascending,
/// with a value each. Immutable to its readers; the arrays are shared, not copied, because queries read millions.
public final class Samples {

    /// The bits of the NaN that says "this series has ended here" (Prometheus' stale marker).
    public static final long STALE_BITS = 0x7ff0000000000002L;

    /// The bits of an ordinary NaN, as Prometheus stores it.
    public static final long NAN_BITS = 0x7ff8000000000001L;

    private static final Samples NONE = new Samples(new long[0], new double[0], 0);

    private final long[] timestamps;
    private final double[] values;
    private final int size;

    /// Takes ownership of the arrays, of which the first `size` entries count.
    public Samples(long[] timestamps, double[] values, int size) {
        if (size > timestamps.length || size > values.length) {
            throw new IllegalArgumentException(
                    "size " + size + " of arrays " + timestamps.length + " and " + values.length);
        }
        this.timestamps = timestamps;
        this.values = values;
        this.size = size;
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

    public double value(int index) {
        return values[index];
    }

    /// The number of samples at or before `timestampMillis`: the index of the first one after it.
    public int countUpTo(long timestampMillis) {
        int at = Arrays.binarySearch(timestamps, 0, size, timestampMillis);
        return at >= 0 ? at + 1 : -at - 1;
    }
}

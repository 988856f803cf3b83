package dev.headroom.model;

import java.util.Arrays;

/// The buckets of one side of a native histogram: their indices, ascending, each with a count. A bucket that is not
/// listed is empty; one that is listed may be. Immutable.
public final class BucketCounts {

    private static final BucketCounts NONE = new BucketCounts(new int[0], new double[0]);

    private final int[] indices;
    private final double[] counts;

    /// Takes ownership of the arrays.
    ///
    /// @throws IllegalArgumentException when they differ in length, or the indices do not ascend
    public BucketCounts(int[] indices, double[] counts) {
        if (indices.length != counts.length) {
            throw new IllegalArgumentException(indices.length + " indices, " + counts.length + " counts");
        }
        for (int i = 1; i < indices.length; i++) {
            if (indices[i] <= indices[i - 1]) {
                throw new IllegalArgumentException("indices do not ascend: " + Arrays.toString(indices));
            }
        }
        this.indices = indices;
        this.counts = counts;
    }

    public static BucketCounts none() {
        return NONE;
    }

    /// Buckets that lie side by side from index `first` on.
    public static BucketCounts adjacent(int first, double... counts) {
        var indices = new int[counts.length];
        Arrays.setAll(indices, i -> first + i);
        return new BucketCounts(indices, counts.clone());
    }

    public int size() {
        return indices.length;
    }

    public boolean isEmpty() {
        return indices.length == 0;
    }

    public int index(int place) {
        return indices[place];
    }

    public double count(int place) {
        return counts[place];
    }

    /// The buckets from a place on.
    BucketCounts from(int place) {
        return new BucketCounts(
                Arrays.copyOfRange(indices, place, indices.length), Arrays.copyOfRange(counts, place, counts.length));
    }

    /// The same buckets without those that count nothing.
    public BucketCounts compact() {
        int kept = 0;
        for (double count : counts) {
            kept += count == 0 ? 0 : 1;
        }
        if (kept == counts.length) {
            return this;
        }
        var keptIndices = new int[kept];
        var keptCounts = new double[kept];
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                keptIndices[at] = indices[i];
                keptCounts[at++] = counts[i];
            }
        }
        return new BucketCounts(keptIndices, keptCounts);
    }

    /// The counts in the buckets of a schema that is not finer.
    public BucketCounts coarser(int schema, int coarserSchema) {
        if (schema == coarserSchema) {
            return this;
        }
        var wideIndices = new int[indices.length];
        var wideCounts = new double[indices.length];
        int size = 0;
        for (int i = 0; i < indices.length; i++) {
            int index = HistogramBounds.coarser(indices[i], schema, coarserSchema);
            if (size == 0 || wideIndices[size - 1] != index) {
                wideIndices[size++] = index;
            }
            wideCounts[size - 1] += counts[i];
        }
        return new BucketCounts(Arrays.copyOf(wideIndices, size), Arrays.copyOf(wideCounts, size));
    }

    /// Whether any bucket counts less than nothing.
    boolean hasNegative() {
        for (double count : counts) {
            if (count < 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether both list the same buckets with the same counts, bit for bit.
    @Override
    public boolean equals(Object other) {
        return other instanceof BucketCounts buckets
                && Arrays.equals(indices, buckets.indices)
                && sameBits(counts, buckets.counts);
    }

    private static boolean sameBits(double[] left, double[] right) {
        for (int i = 0; i < left.length; i++) {
            if (Double.doubleToRawLongBits(left[i]) != Double.doubleToRawLongBits(right[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indices) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("[");
        for (int i = 0; i < indices.length; i++) {
            text.append(i == 0 ? "" : " ").append(indices[i]).append(':').append(counts[i]);
        }
        return text.append(']').toString();
    }
}

package dev.headroom.tsdb;

import dev.headroom.files.ByteReader;
import dev.headroom.files.ByteWriter;
import dev.headroom.files.DamagedException;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import java.util.ArrayList;
import java.util.List;

/// Native histograms in records of the log, each told without the others.
final class LogHistograms {

    /* 1 byte: what it says about counter resets (2 bits), and 4 when all counts are whole numbers
     * the schema, the zero threshold as its 8 bytes, the sum as its bits in reverse order
     * the counts of all observations and of the zero bucket
     * with custom buckets the number of bounds and the bounds, 8 bytes each
     * twice, positive and negative: the number of buckets, runs of buckets side by side that hold as many, each as the
     * distance to the run before and its length, and the counts of all of them
     *
     * A whole count is the difference to the one before in its list, any other one its bits in reverse order.
     */

    private static final int HINT = 3;
    private static final int WHOLE = 4;
    private static final CounterReset[] HINTS = {
        CounterReset.UNKNOWN, CounterReset.RESET, CounterReset.NOT_RESET, CounterReset.GAUGE
    };

    private LogHistograms() {}

    static void write(ByteWriter out, FloatHistogram histogram) {
        boolean whole = isWhole(histogram.count())
                && isWhole(histogram.zeroCount())
                && isWhole(histogram.positive())
                && isWhole(histogram.negative());
        out.u8(List.of(HINTS).indexOf(histogram.counterReset()) | (whole ? WHOLE : 0));
        out.signed(histogram.schema()).u64(Double.doubleToRawLongBits(histogram.zeroThreshold()));
        writeBits(out, histogram.sum());
        writeCount(out, histogram.count(), 0, whole);
        writeCount(out, histogram.zeroCount(), 0, whole);
        if (histogram.hasCustomBuckets()) {
            out.variable(histogram.customBounds().size());
            histogram.customBounds().forEach(bound -> out.u64(Double.doubleToRawLongBits(bound)));
        }
        writeBuckets(out, histogram.positive(), whole);
        writeBuckets(out, histogram.negative(), whole);
    }

    private static boolean isWhole(double count) {
        return Double.doubleToRawLongBits((double) (long) count) == Double.doubleToRawLongBits(count);
    }

    private static boolean isWhole(BucketCounts buckets) {
        for (int i = 0; i < buckets.size(); i++) {
            if (!isWhole(buckets.count(i))) {
                return false;
            }
        }
        return true;
    }

    private static void writeBits(ByteWriter out, double value) {
        out.variable(Long.reverse(Double.doubleToRawLongBits(value)));
    }

    private static void writeCount(ByteWriter out, double count, double before, boolean whole) {
        if (whole) {
            out.signed((long) count - (long) before);
        } else {
            writeBits(out, count);
        }
    }

    private static void writeBuckets(ByteWriter out, BucketCounts buckets, boolean whole) {
        out.variable(buckets.size());
        long end = 0;
        for (int from = 0; from < buckets.size(); ) {
            int to = from + 1;
            while (to < buckets.size() && buckets.index(to) == buckets.index(to - 1) + 1) {
                to++;
            }
            out.signed(buckets.index(from) - end).variable(to - from);
            end = buckets.index(to - 1) + 1L;
            from = to;
        }
        for (int i = 0; i < buckets.size(); i++) {
            writeCount(out, buckets.count(i), i == 0 ? 0 : buckets.count(i - 1), whole);
        }
    }

    static FloatHistogram read(ByteReader in) throws DamagedException {
        int flags = in.u8();
        boolean whole = (flags & WHOLE) != 0;
        int schema = (int) in.signed();
        double zeroThreshold = Double.longBitsToDouble(in.u64());
        double sum = readBits(in);
        double count = readCount(in, 0, whole);
        double zeroCount = readCount(in, 0, whole);
        var bounds = new ArrayList<Double>();
        if (schema == FloatHistogram.CUSTOM_BUCKETS) {
            for (int left = in.count(); left > 0; left--) {
                bounds.add(Double.longBitsToDouble(in.u64()));
            }
        }
        var positive = readBuckets(in, whole);
        var negative = readBuckets(in, whole);
        try {
            return new FloatHistogram(
                    HINTS[flags & HINT], schema, zeroThreshold, zeroCount, count, sum, positive, negative, bounds);
        } catch (IllegalArgumentException wrong) {
            throw new DamagedException("a histogram: " + wrong.getMessage());
        }
    }

    private static double readBits(ByteReader in) throws DamagedException {
        return Double.longBitsToDouble(Long.reverse(in.variable()));
    }

    private static double readCount(ByteReader in, double before, boolean whole) throws DamagedException {
        return whole ? in.signed() + (long) before : readBits(in);
    }

    private static BucketCounts readBuckets(ByteReader in, boolean whole) throws DamagedException {
        var indices = new int[in.count()];
        var counts = new double[indices.length];
        int index = 0;
        for (int found = 0; found < indices.length; ) {
            index += (int) in.signed();
            long length = in.variable();
            if (length < 1 || length > indices.length - found) {
                throw new DamagedException("a run of " + length + " of " + indices.length + " buckets");
            }
            for (long left = length; left > 0; left--) {
                indices[found++] = index++;
            }
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] = readCount(in, i == 0 ? 0 : counts[i - 1], whole);
        }
        try {
            return new BucketCounts(indices, counts);
        } catch (IllegalArgumentException wrong) {
            throw new DamagedException("a histogram: " + wrong.getMessage());
        }
    }
}

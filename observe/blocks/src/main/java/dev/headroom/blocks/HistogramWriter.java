package dev.headroom.blocks;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.HistogramReset;
import dev.headroom.model.Samples;
import org.jspecify.annotations.Nullable;

/// Compresses native histograms of one layout, between which no counter was reset, and stale markers behind them.
final class HistogramWriter extends ChunkWriter {

    /* The layout, in the spirit of the histogram chunks of Prometheus (tsdb/docs/format/chunks.md there).
     *
     * 1. Once: whether it is a gauge, whether counts may be fractions (a bit each), 8 bits of schema, the zero
     *    threshold (`0` for 0, `10` for 2^-128, `11` and 64 bits), and with custom buckets the number of bounds and the
     *    bounds (`0` and a whole number of thousandths, or `1` and 64 bits). Whole numbers are those of `writeNumber`.
     * 2. Every histogram but the first begins with `0`, or `10` when it has buckets that none before had: their indices
     *    follow, positive and then negative ones, each list as its length, the first index and the gaps less one. The
     *    first histogram has such lists without the mark. `11` is a stale marker; nothing but stale markers follows.
     * 3. Then the numbers: sum, count, count of the zero bucket, counts of all buckets that were ever listed. The sum
     *    and fractional counts are told by how their bits differ from those before. A whole count is the change of its
     *    change since the histogram before last; where it is new, the count itself. The count of all observations is
     *    told by what it exceeds those of the buckets: by nothing, unless there were observations of NaN.
     *
     * An empty bucket is not told from one that is not listed. Of the first histogram of a chunk a reader cannot say
     * whether a counter was reset before it, of the others it knows that none was.
     */

    static final int SCHEMA_BITS = 8;
    static final double USUAL_THRESHOLD = 0x1p-128;
    static final double THOUSANDTHS = 1000;

    /// The widths of whole numbers in bits, by the number of ones before them.
    static final int[] WIDTHS = {0, 3, 6, 9, 12, 18, 25, 56, Long.SIZE};

    /// How many bits may be taken by a chunk that takes another histogram (limit `histogramChunkBits`).
    private static final int CHUNK_BITS = 1 << 23;

    /// A chunk may list twice as many buckets as the histogram that comes next has, and this many more.
    private static final int SPARE_BUCKETS = 32;

    private static final double LARGEST_WHOLE = 0x1p53;

    private final HistogramSlots slots = new HistogramSlots();
    private final boolean mustHoldFractions;
    private boolean fractions;
    private boolean stale;
    private @Nullable FloatHistogram last;

    /// @param fractions whether counts may be fractions even when those of the first histogram are not
    HistogramWriter(boolean fractions) {
        super(Chunk.Encoding.HISTOGRAMS);
        this.mustHoldFractions = fractions;
    }

    @Override
    public int bytes() {
        return super.bytes() + slots.size() * (2 * Long.BYTES + Integer.BYTES);
    }

    @Override
    public boolean takes(double value, @Nullable FloatHistogram histogram) {
        var before = last;
        if (histogram == null) {
            return before != null && Samples.isStale(value);
        }
        if (before == null) {
            return true;
        }
        return !stale
                && bitCount() < CHUNK_BITS
                && hasLayoutOf(before, histogram)
                && (fractions || isWhole(histogram))
                && !isTooWideFor(histogram)
                && (isGauge(histogram) || !HistogramReset.between(before, histogram));
    }

    private static boolean hasLayoutOf(FloatHistogram before, FloatHistogram histogram) {
        return isGauge(histogram) == isGauge(before)
                && histogram.schema() == before.schema()
                && histogram.zeroThreshold() == before.zeroThreshold()
                && histogram.customBounds().equals(before.customBounds());
    }

    private static boolean isGauge(FloatHistogram histogram) {
        return histogram.counterReset() == CounterReset.GAUGE;
    }

    private boolean isTooWideFor(FloatHistogram histogram) {
        int own = histogram.positive().size() + histogram.negative().size();
        int listed = slots.size() - HistogramSlots.FIRST_BUCKET
                + slots.missingPositive(histogram.positive()).length
                + slots.missingNegative(histogram.negative()).length;
        return listed > 2 * own + SPARE_BUCKETS;
    }

    private static boolean isWhole(FloatHistogram histogram) {
        return isWhole(histogram.count())
                && isWhole(histogram.zeroCount())
                && isWhole(histogram.positive())
                && isWhole(histogram.negative());
    }

    private static boolean isWhole(BucketCounts buckets) {
        for (int i = 0; i < buckets.size(); i++) {
            if (!isWhole(buckets.count(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(double count) {
        boolean same = Double.doubleToRawLongBits((double) (long) count) == Double.doubleToRawLongBits(count);
        return same && Math.abs(count) <= LARGEST_WHOLE;
    }

    @Override
    void write(double value, @Nullable FloatHistogram histogram) {
        if (histogram == null) {
            write(0b11, 2);
            stale = true;
            return;
        }
        var compact = histogram.compact();
        var positive = slots.missingPositive(compact.positive());
        var negative = slots.missingNegative(compact.negative());
        if (last == null) {
            writeHeader(compact);
            writeGrowth(positive, negative);
        } else if (positive.length + negative.length == 0) {
            write(0, 1);
        } else {
            write(0b10, 2);
            writeGrowth(positive, negative);
        }
        last = compact;
        writeBits(HistogramSlots.SUM, compact.sum());
        if (fractions) {
            writeFractions(compact);
        } else {
            writeWholes(compact);
        }
    }

    private void writeHeader(FloatHistogram histogram) {
        fractions = mustHoldFractions || !isWhole(histogram);
        write(isGauge(histogram) ? 1 : 0, 1);
        write(fractions ? 1 : 0, 1);
        write(histogram.schema(), SCHEMA_BITS);
        if (Double.doubleToRawLongBits(histogram.zeroThreshold()) == 0) {
            write(0, 1);
        } else if (histogram.zeroThreshold() == USUAL_THRESHOLD) {
            write(0b10, 2);
        } else {
            write(0b11, 2);
            write(Double.doubleToRawLongBits(histogram.zeroThreshold()), Long.SIZE);
        }
        if (histogram.hasCustomBuckets()) {
            writeNumber(histogram.customBounds().size());
            histogram.customBounds().forEach(this::writeBound);
        }
    }

    private void writeBound(double bound) {
        double thousandths = Math.rint(bound * THOUSANDTHS);
        boolean isShort = isWhole(thousandths) && thousandths / THOUSANDTHS == bound && bound > 0;
        write(isShort ? 0 : 1, 1);
        if (isShort) {
            writeNumber((long) thousandths);
        } else {
            write(Double.doubleToRawLongBits(bound), Long.SIZE);
        }
    }

    private void writeGrowth(int[] positive, int[] negative) {
        writeIndices(positive);
        writeIndices(negative);
        slots.grow(positive, negative);
    }

    private void writeIndices(int[] indices) {
        writeNumber(indices.length);
        for (int i = 0; i < indices.length; i++) {
            writeNumber(i == 0 ? indices[i] : (long) indices[i] - indices[i - 1] - 1);
        }
    }

    private void writeFractions(FloatHistogram histogram) {
        writeBits(HistogramSlots.COUNT, histogram.count());
        writeBits(HistogramSlots.ZERO, histogram.zeroCount());
        int slot = HistogramSlots.FIRST_BUCKET;
        for (var cells = new Cells(slots.positive(), histogram.positive()); cells.next(); slot++) {
            writeBits(slot, cells.count());
        }
        for (var cells = new Cells(slots.negative(), histogram.negative()); cells.next(); slot++) {
            writeBits(slot, cells.count());
        }
    }

    private void writeWholes(FloatHistogram histogram) {
        long inBuckets = (long) histogram.zeroCount() + total(histogram.positive()) + total(histogram.negative());
        writeWhole(HistogramSlots.COUNT, (long) histogram.count() - inBuckets);
        writeWhole(HistogramSlots.ZERO, (long) histogram.zeroCount());
        int slot = HistogramSlots.FIRST_BUCKET;
        for (var cells = new Cells(slots.positive(), histogram.positive()); cells.next(); slot++) {
            writeWhole(slot, (long) cells.count());
        }
        for (var cells = new Cells(slots.negative(), histogram.negative()); cells.next(); slot++) {
            writeWhole(slot, (long) cells.count());
        }
    }

    private static long total(BucketCounts buckets) {
        long total = 0;
        for (int i = 0; i < buckets.size(); i++) {
            total += (long) buckets.count(i);
        }
        return total;
    }

    private void writeBits(int slot, double value) {
        long bits = Double.doubleToRawLongBits(value);
        slots.change[slot] = writeDifference(bits ^ slots.last[slot], (int) slots.change[slot]);
        slots.last[slot] = bits;
    }

    private void writeWhole(int slot, long value) {
        long change = value - slots.last[slot];
        if (slots.known[slot]) {
            writeNumber(change - slots.change[slot]);
            slots.change[slot] = change;
        } else {
            writeNumber(change);
            slots.known[slot] = true;
        }
        slots.last[slot] = value;
    }

    /// A signed number: some ones, a zero, and as many bits as the ones say; the longest has no zero.
    private void writeNumber(long number) {
        if (number == 0) {
            write(0, 1);
            return;
        }
        int ones = 1;
        while (!fits(number, WIDTHS[ones])) {
            ones++;
        }
        boolean longest = ones == WIDTHS.length - 1;
        write(longest ? (1L << ones) - 1 : (1L << (ones + 1)) - 2, longest ? ones : ones + 1);
        write(number, WIDTHS[ones]);
    }

    /// The counts of a histogram in the buckets that a chunk lists.
    private static final class Cells {
        private final int[] listed;
        private final BucketCounts buckets;
        private int at = -1;
        private int place;

        Cells(int[] listed, BucketCounts buckets) {
            this.listed = listed;
            this.buckets = buckets;
        }

        boolean next() {
            if (at >= 0 && isListed()) {
                place++;
            }
            at++;
            return at < listed.length;
        }

        double count() {
            return isListed() ? buckets.count(place) : 0;
        }

        private boolean isListed() {
            return place < buckets.size() && buckets.index(place) == listed[at];
        }
    }
}

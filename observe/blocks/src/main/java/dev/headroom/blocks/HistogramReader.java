package dev.headroom.blocks;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what [HistogramWriter] wrote.
final class HistogramReader extends ChunkReader {

    private final HistogramSlots slots = new HistogramSlots();
    private boolean gauge;
    private boolean fractions;
    private int schema;
    private double zeroThreshold;
    private List<Double> customBounds = List.of();
    private @Nullable FloatHistogram histogram;

    HistogramReader(Chunk chunk) {
        super(chunk);
    }

    /// Whether the counts of a chunk of histograms may be fractions.
    static boolean holdsFractions(Chunk chunk) {
        return (chunk.word(0) << 1) < 0;
    }

    @Override
    public double value() {
        return histogram == null ? Samples.staleMarker() : Double.NaN;
    }

    @Override
    public @Nullable FloatHistogram histogram() {
        return histogram;
    }

    @Override
    void read(boolean first) {
        if (first) {
            readHeader();
            slots.grow(readIndices(), readIndices());
        } else if (bit()) {
            if (bit()) {
                histogram = null;
                return;
            }
            slots.grow(readIndices(), readIndices());
        }
        readBits(HistogramSlots.SUM);
        for (int slot = HistogramSlots.COUNT; slot < slots.size(); slot++) {
            if (fractions) {
                readBits(slot);
            } else {
                readWhole(slot);
            }
        }
        try {
            histogram = assembled(first ? CounterReset.UNKNOWN : CounterReset.NOT_RESET);
        } catch (IllegalArgumentException wrong) {
            throw new ChunkException(String.valueOf(wrong.getMessage()));
        }
    }

    private void readHeader() {
        gauge = bit();
        fractions = bit();
        schema = (int) signed(HistogramWriter.SCHEMA_BITS);
        if (bit()) {
            zeroThreshold = bit() ? Double.longBitsToDouble(bits(Long.SIZE)) : HistogramWriter.USUAL_THRESHOLD;
        }
        if (schema == FloatHistogram.CUSTOM_BUCKETS) {
            int count = readCount();
            var bounds = new ArrayList<Double>(count);
            for (int i = 0; i < count; i++) {
                bounds.add(bit()
                        ? Double.longBitsToDouble(bits(Long.SIZE))
                        : readNumber() / HistogramWriter.THOUSANDTHS);
            }
            customBounds = List.copyOf(bounds);
        }
    }

    private int[] readIndices() {
        var indices = new int[readCount()];
        for (int i = 0; i < indices.length; i++) {
            long number = readNumber();
            indices[i] = (int) (i == 0 ? number : indices[i - 1] + 1 + number);
        }
        return indices;
    }

    /// A number of things of which each takes at least one of the bits that are left.
    private int readCount() {
        long count = readNumber();
        if (count < 0 || count > bitsLeft()) {
            throw new ChunkException(count + " things in " + bitsLeft() + " bits");
        }
        return (int) count;
    }

    private void readBits(int slot) {
        slots.last[slot] ^= readDifference((int) slots.change[slot]);
        slots.change[slot] = window();
    }

    private void readWhole(int slot) {
        long number = readNumber();
        if (slots.known[slot]) {
            slots.change[slot] += number;
            slots.last[slot] += slots.change[slot];
        } else {
            slots.known[slot] = true;
            slots.last[slot] += number;
        }
    }

    private long readNumber() {
        int ones = 0;
        while (ones < HistogramWriter.WIDTHS.length - 1 && bit()) {
            ones++;
        }
        return ones == 0 ? 0 : signed(HistogramWriter.WIDTHS[ones]);
    }

    private FloatHistogram assembled(CounterReset hint) {
        int negatives = HistogramSlots.FIRST_BUCKET + slots.positive().length;
        return new FloatHistogram(
                gauge ? CounterReset.GAUGE : hint,
                schema,
                zeroThreshold,
                count(HistogramSlots.ZERO),
                fractions ? count(HistogramSlots.COUNT) : observations(),
                Double.longBitsToDouble(slots.last[HistogramSlots.SUM]),
                buckets(slots.positive(), HistogramSlots.FIRST_BUCKET),
                buckets(slots.negative(), negatives),
                customBounds);
    }

    private double observations() {
        long count = 0;
        for (int slot = HistogramSlots.COUNT; slot < slots.size(); slot++) {
            count += slots.last[slot];
        }
        return count;
    }

    private double count(int slot) {
        return fractions ? Double.longBitsToDouble(slots.last[slot]) : slots.last[slot];
    }

    private BucketCounts buckets(int[] listed, int from) {
        var indices = new int[listed.length];
        var counts = new double[listed.length];
        int size = 0;
        for (int i = 0; i < listed.length; i++) {
            double count = count(from + i);
            if (count != 0) {
                indices[size] = listed[i];
                counts[size++] = count;
            }
        }
        return size == listed.length
                ? new BucketCounts(indices, counts)
                : new BucketCounts(Arrays.copyOf(indices, size), Arrays.copyOf(counts, size));
    }
}

package dev.headroom.blocks;

import dev.headroom.model.FloatHistogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Compresses the samples of one series into a [Chunk], one after another, in ascending time. A chunk holds numbers or
/// native histograms; what a writer does not take begins another chunk.
public abstract sealed class ChunkWriter permits NumberWriter, HistogramWriter {

    /* The timestamps, after Pelkonen et al., "Gorilla: A Fast, Scalable, In-Memory Time Series Database", VLDB 2015,
     * with milliseconds instead of seconds and other widths. The first timestamp is not in the bits: it is `minMillis`.
     * Every later one is the change of the delta to the one before (the delta before the second sample counts as 0):
     * `0` no change; `10` and 6 bits, the jitter of a scrape loop; `110` and 14 bits; `1110` and 24 bits, a delta of
     * hours; `1111` and 64 bits. Differences wrap around, so every pair of longs has one.
     *
     * A value of 64 bits is told by how it differs from the one before: `0` not at all; `10` the differing bits lie in
     * the window of the last value that opened one, and follow; `11` opens a window: 6 bits of leading zeros, 6 bits of
     * length less one, the bits. A window that is wider than the differing bits by more than what it costs to open one
     * is left, so one odd value does not widen all that come after.
     *
     * Invariant: bits are only ever added, in words that were zero, and the array is replaced when it is full. A reader
     * that was handed the array and a count may therefore read on while samples are appended.
     */

    static final int SMALL_BITS = 6;
    static final int MEDIUM_BITS = 14;
    static final int LARGE_BITS = 24;
    static final int LEADING_BITS = 6;
    static final int LENGTH_BITS = 6;
    private static final int WINDOW_COST = LEADING_BITS + LENGTH_BITS;
    private static final int FIRST_WORDS = 8;

    private final Chunk.Encoding encoding;
    private long[] words = new long[FIRST_WORDS];
    private int size;
    private int count;
    private long minMillis;
    private long maxMillis;
    private long delta;

    ChunkWriter(Chunk.Encoding encoding) {
        this.encoding = encoding;
    }

    /// An empty writer that takes a sample.
    ///
    /// @param histogram null for a number
    public static ChunkWriter taking(@Nullable FloatHistogram histogram) {
        return histogram == null ? new NumberWriter() : new HistogramWriter(false);
    }

    /// A writer that holds the samples of a chunk from a time on.
    public static ChunkWriter from(Chunk chunk, long fromMillis) {
        return between(chunk, fromMillis, Long.MAX_VALUE);
    }

    /// A writer that holds the samples of a chunk before a time.
    public static ChunkWriter until(Chunk chunk, long beforeMillis) {
        return between(chunk, Long.MIN_VALUE, beforeMillis - 1);
    }

    /// What a chunk took together, a writer of the same kind takes; a stale marker alone is a number.
    private static ChunkWriter between(Chunk chunk, long fromMillis, long toMillis) {
        ChunkWriter writer = new NumberWriter();
        var reader = ChunkReader.of(chunk);
        while (reader.next() && reader.timestamp() <= toMillis) {
            if (reader.timestamp() >= fromMillis) {
                if (writer.count() == 0 && reader.histogram() != null) {
                    writer = new HistogramWriter(HistogramReader.holdsFractions(chunk));
                }
                writer.append(reader.timestamp(), reader.value(), reader.histogram());
            }
        }
        return writer;
    }

    public int count() {
        return count;
    }

    public long minMillis() {
        return minMillis;
    }

    /// The bytes that the samples take in memory while they are written.
    public int bytes() {
        return words.length * Long.BYTES;
    }

    /// Whether the next sample can go into this chunk.
    ///
    /// @param histogram null for a number
    public abstract boolean takes(double value, @Nullable FloatHistogram histogram);

    /// Adds a sample that this writer takes.
    ///
    /// @param histogram null for a number, else `value` says nothing
    public void append(long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        if (count == 0) {
            minMillis = timestampMillis;
        } else {
            writeTimestamp(timestampMillis);
        }
        write(value, histogram);
        maxMillis = timestampMillis;
        count++;
    }

    abstract void write(double value, @Nullable FloatHistogram histogram);

    /// What has been written so far.
    public Chunk view() {
        return new Chunk(encoding, words, count, minMillis, maxMillis);
    }

    /// What has been written, in an array without room to spare.
    public Chunk seal() {
        var filled = Arrays.copyOf(words, (size + Long.SIZE - 1) / Long.SIZE);
        return new Chunk(encoding, filled, count, minMillis, maxMillis);
    }

    final int bitCount() {
        return size;
    }

    private void writeTimestamp(long timestampMillis) {
        long newDelta = timestampMillis - maxMillis;
        long change = newDelta - delta;
        delta = newDelta;
        if (change == 0) {
            write(0, 1);
        } else if (fits(change, SMALL_BITS)) {
            write(0b10, 2);
            write(change, SMALL_BITS);
        } else if (fits(change, MEDIUM_BITS)) {
            write(0b110, 3);
            write(change, MEDIUM_BITS);
        } else if (fits(change, LARGE_BITS)) {
            write(0b1110, 4);
            write(change, LARGE_BITS);
        } else {
            write(0b1111, 4);
            write(change, Long.SIZE);
        }
    }

    /// Writes how a value differs from the one before.
    ///
    /// @param window that was opened last: leading zeros times 256, and the length; 0 when there is none
    /// @return the window that is open now
    final int writeDifference(long difference, int window) {
        if (difference == 0) {
            write(0, 1);
            return window;
        }
        int leading = Long.numberOfLeadingZeros(difference);
        int trailing = Long.numberOfTrailingZeros(difference);
        int length = Long.SIZE - leading - trailing;
        int windowLength = window & 0xff;
        int windowLeading = window >>> Byte.SIZE;
        int windowTrailing = Long.SIZE - windowLeading - windowLength;
        boolean inside = windowLength > 0 && leading >= windowLeading && trailing >= windowTrailing;
        if (inside && windowLength <= length + WINDOW_COST) {
            write(0b10, 2);
            write(difference >>> windowTrailing, windowLength);
            return window;
        }
        write(0b11, 2);
        write(leading, LEADING_BITS);
        write(length - 1, LENGTH_BITS);
        write(difference >>> trailing, length);
        return (leading << Byte.SIZE) | length;
    }

    /// Whether a signed number can be told by its lowest bits alone.
    static boolean fits(long number, int bits) {
        int unused = Long.SIZE - bits;
        return number << unused >> unused == number;
    }

    final void write(long bits, int length) {
        int word = size / Long.SIZE;
        int free = Long.SIZE - size % Long.SIZE;
        if (word + 2 > words.length) {
            words = Arrays.copyOf(words, words.length + words.length / 2 + 2);
        }
        long masked = bits & (-1L >>> (Long.SIZE - length));
        if (length <= free) {
            words[word] |= masked << (free - length);
        } else {
            words[word] |= masked >>> (length - free);
            words[word + 1] |= masked << (Long.SIZE - length + free);
        }
        size += length;
    }
}

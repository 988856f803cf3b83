package dev.headroom.blocks;

import java.util.Arrays;

/// Compresses the samples of one series into a [Chunk], one after another, in ascending time.
public final class ChunkWriter {

    /* The layout, after Pelkonen et al., "Gorilla: A Fast, Scalable, In-Memory Time Series Database", VLDB 2015, with
     * milliseconds instead of seconds and other widths.
     *
     * 1. The first timestamp is not in the bits (it is `minMillis`), the first value is 64 bits.
     * 2. Every later timestamp is the change of the delta to the one before (the delta before the second sample counts
     *    as 0): `0` no change; `10` and 6 bits, the jitter of a scrape loop; `110` and 14 bits; `1110` and 24 bits, a
     *    delta of hours; `1111` and 64 bits. Differences wrap around, so every pair of longs has one.
     * 3. Every later value is XOR-ed with the one before: `0` the same; `10` the differing bits lie in the window of
     *    the last value that opened one, and follow; `11` opens a window: 6 bits of leading zeros, 6 bits of length
     *    less one, the bits. A window that is wider than the differing bits by more than what it costs to open one is
     *    left, so one odd value does not widen all that come after.
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

    private long[] words = new long[FIRST_WORDS];
    private int size;
    private int count;
    private long minMillis;
    private long maxMillis;
    private long delta;
    private long valueBits;
    private int windowLeading;
    private int windowLength;

    /// A writer that holds the samples of a chunk from a time on.
    public static ChunkWriter from(Chunk chunk, long fromMillis) {
        var writer = new ChunkWriter();
        var reader = new ChunkReader(chunk);
        while (reader.next()) {
            if (reader.timestamp() >= fromMillis) {
                writer.append(reader.timestamp(), reader.value());
            }
        }
        return writer;
    }

    /// A writer that holds the samples of a chunk before a time.
    public static ChunkWriter until(Chunk chunk, long beforeMillis) {
        var writer = new ChunkWriter();
        var reader = new ChunkReader(chunk);
        while (reader.next() && reader.timestamp() < beforeMillis) {
            writer.append(reader.timestamp(), reader.value());
        }
        return writer;
    }

    public int count() {
        return count;
    }

    public long minMillis() {
        return minMillis;
    }

    /// The bytes the array takes, filled or not.
    public int bytes() {
        return words.length * Long.BYTES;
    }

    public void append(long timestampMillis, double value) {
        long bits = Double.doubleToRawLongBits(value);
        if (count == 0) {
            minMillis = timestampMillis;
            write(bits, Long.SIZE);
        } else {
            appendTimestamp(timestampMillis);
            appendValue(bits);
        }
        maxMillis = timestampMillis;
        valueBits = bits;
        count++;
    }

    /// What has been written so far.
    public Chunk view() {
        return new Chunk(words, count, minMillis, maxMillis);
    }

    /// What has been written, in an array without room to spare.
    public Chunk seal() {
        return new Chunk(Arrays.copyOf(words, (size + Long.SIZE - 1) / Long.SIZE), count, minMillis, maxMillis);
    }

    private void appendTimestamp(long timestampMillis) {
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

    private void appendValue(long bits) {
        long difference = bits ^ valueBits;
        if (difference == 0) {
            write(0, 1);
            return;
        }
        int leading = Long.numberOfLeadingZeros(difference);
        int trailing = Long.numberOfTrailingZeros(difference);
        int length = Long.SIZE - leading - trailing;
        int windowTrailing = Long.SIZE - windowLeading - windowLength;
        boolean inside = windowLength > 0 && leading >= windowLeading && trailing >= windowTrailing;
        if (inside && windowLength <= length + WINDOW_COST) {
            write(0b10, 2);
            write(difference >>> windowTrailing, windowLength);
            return;
        }
        write(0b11, 2);
        write(leading, LEADING_BITS);
        write(length - 1, LENGTH_BITS);
        write(difference >>> trailing, length);
        windowLeading = leading;
        windowLength = length;
    }

    /// Whether a signed number can be told by its lowest bits alone.
    private static boolean fits(long number, int bits) {
        int unused = Long.SIZE - bits;
        return number << unused >> unused == number;
    }

    private void write(long bits, int length) {
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

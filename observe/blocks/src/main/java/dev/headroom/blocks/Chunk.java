package dev.headroom.blocks;

import java.util.Arrays;
import java.util.Optional;

/// A run of compressed samples of one series. Immutable up to `count`: a chunk that is still written to may get more
/// bits behind the last sample counted here, but those before never change.
public final class Chunk {

    /// What a chunk holds, as a block says it.
    enum Encoding {
        NUMBERS(1),
        HISTOGRAMS(2);

        private final int code;

        Encoding(int code) {
            this.code = code;
        }

        /// The number in a block.
        int code() {
            return code;
        }

        static Optional<Encoding> of(int code) {
            return Arrays.stream(values()).filter(known -> known.code == code).findFirst();
        }
    }

    private final Encoding encoding;
    private final long[] words;
    private final int count;
    private final long minMillis;
    private final long maxMillis;

    /// A chunk over bits that [ChunkWriter] has laid out, most significant first; the array is shared, not copied.
    ///
    /// @param count how many samples may be read, at least 1
    /// @param minMillis timestamp of the first sample
    /// @param maxMillis timestamp of the last sample
    Chunk(Encoding encoding, long[] words, int count, long minMillis, long maxMillis) {
        this.encoding = encoding;
        this.words = words;
        this.count = count;
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
    }

    Encoding encoding() {
        return encoding;
    }

    /// The bits at an index; behind the last word there are zeros, so that a reader of damaged bits only goes astray.
    long word(int index) {
        return index < words.length ? words[index] : 0;
    }

    int words() {
        return words.length;
    }

    public int count() {
        return count;
    }

    public long minMillis() {
        return minMillis;
    }

    public long maxMillis() {
        return maxMillis;
    }

    /// The bytes the array takes, filled or not.
    public int bytes() {
        return words.length * Long.BYTES;
    }

    public boolean overlaps(long fromMillis, long toMillis) {
        return minMillis <= toMillis && maxMillis >= fromMillis;
    }

    /// Whether a sample lies in the span; reads the chunk only when its ends do not tell.
    public boolean hasSampleIn(long fromMillis, long toMillis) {
        if (!overlaps(fromMillis, toMillis)) {
            return false;
        }
        if (minMillis >= fromMillis || maxMillis <= toMillis) {
            return true;
        }
        var reader = ChunkReader.of(this);
        while (reader.next()) {
            if (reader.timestamp() >= fromMillis) {
                return reader.timestamp() <= toMillis;
            }
        }
        return false;
    }
}

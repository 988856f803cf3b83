package dev.headroom.tsdb;

/// A run of compressed samples of one series. Immutable up to `count`: a chunk that is still written to may get more
/// bits behind the last sample counted here, but those before never change.
final class Chunk {

    private final long[] words;
    private final int count;
    private final long minMillis;
    private final long maxMillis;

    /// A chunk over bits that [ChunkWriter] has laid out, most significant first; the array is shared, not copied.
    ///
    /// @param count how many samples may be read, at least 1
    /// @param minMillis timestamp of the first sample
    /// @param maxMillis timestamp of the last sample
    Chunk(long[] words, int count, long minMillis, long maxMillis) {
        this.words = words;
        this.count = count;
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
    }

    long word(int index) {
        return words[index];
    }

    int count() {
        return count;
    }

    long minMillis() {
        return minMillis;
    }

    long maxMillis() {
        return maxMillis;
    }

    /// The bytes the array takes, filled or not.
    int bytes() {
        return words.length * Long.BYTES;
    }

    boolean overlaps(long fromMillis, long toMillis) {
        return minMillis <= toMillis && maxMillis >= fromMillis;
    }

    /// Whether a sample lies in the span; reads the chunk only when its ends do not tell.
    boolean hasSampleIn(long fromMillis, long toMillis) {
        if (!overlaps(fromMillis, toMillis)) {
            return false;
        }
        if (minMillis >= fromMillis || maxMillis <= toMillis) {
            return true;
        }
        var reader = new ChunkReader(this);
        while (reader.next()) {
            if (reader.timestamp() >= fromMillis) {
                return reader.timestamp() <= toMillis;
            }
        }
        return false;
    }
}

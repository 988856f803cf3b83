package dev.headroom.blocks;

/// A run of compressed samples of one series. Immutable up to `count`: a chunk that is still written to may get more
/// bits behind the last sample counted here, but those before never change.
public final class Chunk {

    private final long[] words;
    private final int count;
    private final long minMillis;
    private final long maxMillis;

    /// A chunk over bits that [ChunkWriter] has laid out, most significant first; the array is shared, not copied.
    ///
    /// @param count how many samples may be read, at least 1
    /// @param minMillis timestamp of the first sample
    /// @param maxMillis timestamp of the last sample
    public Chunk(long[] words, int count, long minMillis, long maxMillis) {
        this.words = words;
        this.count = count;
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
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
        var reader = new ChunkReader(this);
        while (reader.next()) {
            if (reader.timestamp() >= fromMillis) {
                return reader.timestamp() <= toMillis;
            }
        }
        return false;
    }
}

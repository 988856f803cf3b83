package dev.headroom.blocks;

/// Reads the samples of a [Chunk] from the first to the last; the layout is described in [ChunkWriter].
public final class ChunkReader {

    private final Chunk chunk;
    private int position;
    private int read;
    private long timestamp;
    private long delta;
    private long valueBits;
    private int windowLeading;
    private int windowLength;

    public ChunkReader(Chunk chunk) {
        this.chunk = chunk;
        this.timestamp = chunk.minMillis();
    }

    /// Goes to the next sample; false when there is none.
    public boolean next() {
        if (read == chunk.count()) {
            return false;
        }
        if (read == 0) {
            valueBits = bits(Long.SIZE);
        } else {
            delta += readChange();
            timestamp += delta;
            readValue();
        }
        read++;
        return true;
    }

    public long timestamp() {
        return timestamp;
    }

    public double value() {
        return Double.longBitsToDouble(valueBits);
    }

    private long readChange() {
        if (!bit()) {
            return 0;
        }
        if (!bit()) {
            return signed(ChunkWriter.SMALL_BITS);
        }
        if (!bit()) {
            return signed(ChunkWriter.MEDIUM_BITS);
        }
        return bit() ? bits(Long.SIZE) : signed(ChunkWriter.LARGE_BITS);
    }

    private void readValue() {
        if (!bit()) {
            return;
        }
        if (bit()) {
            windowLeading = (int) bits(ChunkWriter.LEADING_BITS);
            windowLength = (int) bits(ChunkWriter.LENGTH_BITS) + 1;
        }
        valueBits ^= bits(windowLength) << (Long.SIZE - windowLeading - windowLength);
    }

    private boolean bit() {
        boolean set = (chunk.word(position / Long.SIZE) << (position % Long.SIZE)) < 0;
        position++;
        return set;
    }

    private long signed(int length) {
        int unused = Long.SIZE - length;
        return bits(length) << unused >> unused;
    }

    private long bits(int length) {
        int word = position / Long.SIZE;
        int used = position % Long.SIZE;
        long found = chunk.word(word) << used >>> (Long.SIZE - length);
        int missing = length - (Long.SIZE - used);
        if (missing > 0) {
            found |= chunk.word(word + 1) >>> (Long.SIZE - missing);
        }
        position += length;
        return found;
    }
}

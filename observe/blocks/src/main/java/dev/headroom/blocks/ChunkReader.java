package dev.headroom.blocks;

import dev.headroom.model.FloatHistogram;
import org.jspecify.annotations.Nullable;

/// Reads the samples of a [Chunk] from the first to the last; the layout is described in [ChunkWriter] and its kinds.
public abstract sealed class ChunkReader permits NumberReader, HistogramReader {

    private final Chunk chunk;
    private int position;
    private int read;
    private long timestamp;
    private long delta;
    private int window;

    ChunkReader(Chunk chunk) {
        this.chunk = chunk;
        this.timestamp = chunk.minMillis();
    }

    public static ChunkReader of(Chunk chunk) {
        return switch (chunk.encoding()) {
            case NUMBERS -> new NumberReader(chunk);
            case HISTOGRAMS -> new HistogramReader(chunk);
        };
    }

    /// Goes to the next sample; false when there is none.
    public final boolean next() {
        if (read == chunk.count()) {
            return false;
        }
        if (read > 0) {
            delta += readChange();
            timestamp += delta;
        }
        read(read == 0);
        read++;
        return true;
    }

    abstract void read(boolean first);

    public final long timestamp() {
        return timestamp;
    }

    /// The number; says nothing where a histogram is.
    public abstract double value();

    /// The histogram, null where a number is.
    public abstract @Nullable FloatHistogram histogram();

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

    /// How a value differs from the one before.
    ///
    /// @param before the window that was open; afterwards it is [#window]
    final long readDifference(int before) {
        window = before;
        if (!bit()) {
            return 0;
        }
        if (bit()) {
            int leading = (int) bits(ChunkWriter.LEADING_BITS);
            window = (leading << Byte.SIZE) | ((int) bits(ChunkWriter.LENGTH_BITS) + 1);
        }
        int length = window & 0xff;
        return bits(length) << (Long.SIZE - (window >>> Byte.SIZE) - length);
    }

    final int window() {
        return window;
    }

    /// How many bits there are behind those that were read.
    final long bitsLeft() {
        return Math.max(0, (long) chunk.words() * Long.SIZE - position);
    }

    final boolean bit() {
        boolean set = (chunk.word(position / Long.SIZE) << (position % Long.SIZE)) < 0;
        position++;
        return set;
    }

    final long signed(int length) {
        int unused = Long.SIZE - length;
        return bits(length) << unused >> unused;
    }

    final long bits(int length) {
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

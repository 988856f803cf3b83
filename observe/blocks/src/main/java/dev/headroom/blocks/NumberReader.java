package dev.headroom.blocks;

import dev.headroom.model.FloatHistogram;
import org.jspecify.annotations.Nullable;

/// Reads what [NumberWriter] wrote.
final class NumberReader extends ChunkReader {

    private long valueBits;

    NumberReader(Chunk chunk) {
        super(chunk);
    }

    @Override
    public double value() {
        return Double.longBitsToDouble(valueBits);
    }

    @Override
    public @Nullable FloatHistogram histogram() {
        return null;
    }

    @Override
    void read(boolean first) {
        valueBits = first ? bits(Long.SIZE) : valueBits ^ readDifference(window());
    }
}

package dev.headroom.blocks;

import dev.headroom.model.FloatHistogram;
import org.jspecify.annotations.Nullable;

/// Compresses numbers: 64 bits of the first, and of each other one how it differs from the one before.
final class NumberWriter extends ChunkWriter {

    private long valueBits;
    private int window;

    NumberWriter() {
        super(Chunk.Encoding.NUMBERS);
    }

    @Override
    public boolean takes(double value, @Nullable FloatHistogram histogram) {
        return histogram == null;
    }

    @Override
    void write(double value, @Nullable FloatHistogram histogram) {
        long bits = Double.doubleToRawLongBits(value);
        if (count() == 0) {
            write(bits, Long.SIZE);
        } else {
            window = writeDifference(bits ^ valueBits, window);
        }
        valueBits = bits;
    }
}

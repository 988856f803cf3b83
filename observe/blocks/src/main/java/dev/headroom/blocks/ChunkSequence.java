package dev.headroom.blocks;

import dev.headroom.model.FloatHistogram;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compresses samples in ascending time into as many chunks as they need.
public final class ChunkSequence {

    private final int samplesPerChunk;
    private final List<Chunk> sealed = new ArrayList<>();
    private ChunkWriter open = ChunkWriter.taking(null);

    public ChunkSequence(int samplesPerChunk) {
        this.samplesPerChunk = samplesPerChunk;
    }

    /// @param histogram null for a number, else `value` says nothing
    public void append(long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        if (open.count() == samplesPerChunk || !open.takes(value, histogram)) {
            seal();
            open = ChunkWriter.taking(histogram);
        }
        open.append(timestampMillis, value, histogram);
    }

    private void seal() {
        if (open.count() > 0) {
            sealed.add(open.seal());
        }
    }

    /// Ends the last chunk and gives all of them.
    public List<Chunk> finish() {
        seal();
        open = ChunkWriter.taking(null);
        return List.copyOf(sealed);
    }
}

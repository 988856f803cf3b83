package dev.headroom.tsdb;

import dev.headroom.blocks.Chunk;
import dev.headroom.blocks.ChunkWriter;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.SampleSink.Append;
import java.util.Arrays;
import java.util.List;

/// One series in the [Head]: full chunks, and the one that is being filled. Changed under the head's write lock, read
/// under its read lock; only [#check] may be asked without.
final class MemorySeries {

    private static final Chunk[] NO_CHUNKS = {};

    private final long ref;
    private final Labels labels;
    private final int samplesPerChunk;
    private Chunk[] full = NO_CHUNKS;
    private ChunkWriter open = new ChunkWriter();
    private double lastValue;
    private volatile long lastMillis;
    private volatile boolean removed;

    /// A series that starts with the given sample.
    ///
    /// @param ref ascending in the order of creation, never used again
    MemorySeries(long ref, Labels labels, int samplesPerChunk, long timestampMillis, double value) {
        this.ref = ref;
        this.labels = labels;
        this.samplesPerChunk = samplesPerChunk;
        add(timestampMillis, value);
    }

    long ref() {
        return ref;
    }

    Labels labels() {
        return labels;
    }

    long lastMillis() {
        return lastMillis;
    }

    /// Whether the head has forgotten this series; samples then go to a new one.
    boolean isRemoved() {
        return removed;
    }

    void markRemoved() {
        removed = true;
    }

    /// Whether a sample may follow the newest one. `STORED` with the timestamp of the newest means that this very
    /// sample is already there.
    Append check(long timestampMillis, double value) {
        return check(timestampMillis, value, lastMillis, lastValue);
    }

    static Append check(long timestampMillis, double value, long lastMillis, double lastValue) {
        if (timestampMillis > lastMillis) {
            return Append.STORED;
        }
        if (timestampMillis < lastMillis) {
            return Append.OUT_OF_ORDER;
        }
        boolean same = Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(lastValue);
        return same ? Append.STORED : Append.DUPLICATE_TIMESTAMP;
    }

    double lastValue() {
        return lastValue;
    }

    /// Adds a sample that is newer than all before.
    void add(long timestampMillis, double value) {
        if (open.count() == samplesPerChunk) {
            full = Arrays.copyOf(full, full.length + 1);
            full[full.length - 1] = open.seal();
            open = new ChunkWriter();
        }
        open.append(timestampMillis, value);
        lastValue = value;
        lastMillis = timestampMillis;
    }

    /// Adds the chunks that overlap the span, oldest first.
    void collectChunks(long fromMillis, long toMillis, List<Chunk> found) {
        for (int i = firstChunkEndingAt(fromMillis); i < full.length; i++) {
            if (full[i].minMillis() > toMillis) {
                return;
            }
            found.add(full[i]);
        }
        if (open.minMillis() <= toMillis && lastMillis >= fromMillis) {
            found.add(open.view());
        }
    }

    /// Drops the full chunks that end before the given time. The one being filled stays; the head removes the series
    /// when even its newest sample is too old.
    void dropChunksBefore(long millis) {
        int kept = firstChunkEndingAt(millis);
        if (kept > 0) {
            full = Arrays.copyOfRange(full, kept, full.length);
        }
    }

    int chunkCount() {
        return full.length + 1;
    }

    long sampleCount() {
        return (long) full.length * samplesPerChunk + open.count();
    }

    /// The bytes of the compressed samples.
    long chunkBytes() {
        long bytes = open.bytes();
        for (var chunk : full) {
            bytes += chunk.bytes();
        }
        return bytes;
    }

    /// The index of the first full chunk whose last sample is not older than the given time.
    private int firstChunkEndingAt(long millis) {
        int low = 0;
        int high = full.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (full[middle].maxMillis() < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

package dev.headroom.tsdb;

import dev.headroom.blocks.Chunk;
import dev.headroom.blocks.ChunkWriter;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.SampleSink.Append;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One series in the [Head]: full chunks, and the one that is being filled. Changed under the head's write lock, read
/// under its read lock; only [#check] may be asked without.
final class MemorySeries {

    private static final Chunk[] NO_CHUNKS = {};

    private final long ref;
    private final Labels labels;
    private final int samplesPerChunk;
    private final LogRef logRef;
    private @Nullable LateSamples late;
    private Chunk[] full = NO_CHUNKS;
    private ChunkWriter open = ChunkWriter.taking(null);
    private double lastValue;
    private @Nullable FloatHistogram lastHistogram;
    private volatile long lastMillis;
    private volatile boolean removed;

    /// A series that starts with the given sample.
    ///
    /// @param ref ascending in the order of creation, never used again
    /// @param logRef how the log calls it
    MemorySeries(long ref, Labels labels, int samplesPerChunk, LogRef logRef) {
        this.ref = ref;
        this.labels = labels;
        this.samplesPerChunk = samplesPerChunk;
        this.logRef = logRef;
        this.lastMillis = Long.MIN_VALUE;
    }

    long ref() {
        return ref;
    }

    LogRef logRef() {
        return logRef;
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
    Append check(long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        return timestampMillis == lastMillis && !isSame(value, histogram, lastValue, lastHistogram)
                ? Append.DUPLICATE_TIMESTAMP
                : checkTime(timestampMillis, lastMillis);
    }

    static Append checkTime(long timestampMillis, long lastMillis) {
        return timestampMillis < lastMillis ? Append.OUT_OF_ORDER : Append.STORED;
    }

    /// Whether two samples are the same, bit for bit; what histograms say about counter resets does not count.
    static boolean isSame(
            double value, @Nullable FloatHistogram histogram, double other, @Nullable FloatHistogram otherHistogram) {
        if (histogram != null && otherHistogram != null) {
            return histogram.hasSameData(otherHistogram);
        }
        return histogram == null
                && otherHistogram == null
                && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(other);
    }

    double lastValue() {
        return lastValue;
    }

    @Nullable FloatHistogram lastHistogram() {
        return lastHistogram;
    }

    /// Adds a sample that is newer than all before.
    ///
    /// @param histogram null for a number
    void add(long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        if (open.count() == samplesPerChunk || !open.takes(value, histogram)) {
            if (open.count() > 0) {
                full = Arrays.copyOf(full, full.length + 1);
                full[full.length - 1] = open.seal();
            }
            open = ChunkWriter.taking(histogram);
        }
        open.append(timestampMillis, value, histogram);
        lastValue = value;
        lastHistogram = histogram;
        lastMillis = timestampMillis;
    }

    /// Adds a sample that is older than the newest.
    Append addLate(long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        var kept = late;
        if (kept == null) {
            kept = new LateSamples(samplesPerChunk);
            late = kept;
        }
        return kept.add(timestampMillis, value, histogram);
    }

    /// Adds the chunks that overlap the span: oldest first, then those of late samples, which overlap others.
    void collectChunks(long fromMillis, long toMillis, List<Chunk> found) {
        for (int i = firstChunkEndingAt(fromMillis); i < full.length; i++) {
            if (full[i].minMillis() > toMillis) {
                break;
            }
            found.add(full[i]);
        }
        if (open.minMillis() <= toMillis && lastMillis >= fromMillis) {
            found.add(open.view());
        }
        if (late != null) {
            late.collectChunks(fromMillis, toMillis, found);
        }
    }

    boolean hasSampleIn(long fromMillis, long toMillis) {
        var chunks = new ArrayList<Chunk>();
        collectChunks(fromMillis, toMillis, chunks);
        return chunks.stream().anyMatch(chunk -> chunk.hasSampleIn(fromMillis, toMillis));
    }

    /// Drops the full chunks that end before the given time. The one being filled stays; the head removes the series
    /// when even its newest sample is too old.
    void dropChunksBefore(long millis) {
        int kept = firstChunkEndingAt(millis);
        if (kept > 0) {
            full = Arrays.copyOfRange(full, kept, full.length);
        }
        if (late != null) {
            late.dropChunksBefore(millis);
        }
    }

    /// Drops the samples before the given time to the last one; the chunk that the time falls into is written anew.
    /// Not for a series whose newest sample is that old.
    void dropSamplesBefore(long millis) {
        dropChunksBefore(millis);
        if (full.length > 0 && full[0].minMillis() < millis) {
            full = full.clone();
            full[0] = ChunkWriter.from(full[0], millis).seal();
        }
        if (open.minMillis() < millis) {
            open = ChunkWriter.from(open.view(), millis);
        }
        if (late != null && late.dropSamplesBefore(millis)) {
            late = null;
        }
    }

    /// The time of the oldest sample.
    long firstMillis() {
        long first = full.length > 0 ? full[0].minMillis() : open.minMillis();
        return late == null ? first : Math.min(first, late.firstMillis());
    }

    int chunkCount() {
        return full.length + 1 + (late == null ? 0 : late.chunkCount());
    }

    long sampleCount() {
        long count = open.count() + (late == null ? 0 : late.sampleCount());
        for (var chunk : full) {
            count += chunk.count();
        }
        return count;
    }

    /// The bytes of the compressed samples.
    long chunkBytes() {
        long bytes = open.bytes() + (late == null ? 0 : late.bytes());
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

package dev.headroom.tsdb;

import dev.headroom.blocks.Chunk;
import dev.headroom.blocks.ChunkSequence;
import dev.headroom.blocks.ChunkWriter;
import dev.headroom.model.FloatHistogram;
import dev.headroom.tsdb.SampleSink.Append;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The samples of a series that came after newer ones: a few in order, and chunks of earlier ones, which may overlap
/// each other and those of the series. Guarded by the head's lock.
final class LateSamples {

    private final int room;
    private final List<Chunk> full = new ArrayList<>();
    private long[] timestamps = new long[4];
    private double[] values = new double[4];
    private @Nullable FloatHistogram[] histograms = new FloatHistogram[4];
    private int size;

    /// @param room how many are compressed together
    LateSamples(int room) {
        this.room = room;
    }

    /// @param histogram null for a number
    Append add(long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        int at = Arrays.binarySearch(timestamps, 0, size, timestampMillis);
        if (at >= 0) {
            boolean same = MemorySeries.isSame(value, histogram, values[at], histograms[at]);
            return same ? Append.STORED : Append.DUPLICATE_TIMESTAMP;
        }
        if (size == room) {
            full.addAll(chunks());
            size = 0;
        }
        if (size == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, Math.min(room, 2 * size));
            values = Arrays.copyOf(values, timestamps.length);
            histograms = Arrays.copyOf(histograms, timestamps.length);
        }
        int place = -Arrays.binarySearch(timestamps, 0, size, timestampMillis) - 1;
        System.arraycopy(timestamps, place, timestamps, place + 1, size - place);
        System.arraycopy(values, place, values, place + 1, size - place);
        System.arraycopy(histograms, place, histograms, place + 1, size - place);
        timestamps[place] = timestampMillis;
        values[place] = value;
        histograms[place] = histogram;
        size++;
        return Append.STORED;
    }

    private List<Chunk> chunks() {
        var sequence = new ChunkSequence(room);
        for (int i = 0; i < size; i++) {
            sequence.append(timestamps[i], values[i], histograms[i]);
        }
        return sequence.finish();
    }

    void collectChunks(long fromMillis, long toMillis, List<Chunk> found) {
        for (var chunk : full) {
            if (chunk.overlaps(fromMillis, toMillis)) {
                found.add(chunk);
            }
        }
        if (size > 0 && timestamps[0] <= toMillis && timestamps[size - 1] >= fromMillis) {
            chunks().stream().filter(chunk -> chunk.overlaps(fromMillis, toMillis)).forEach(found::add);
        }
    }

    void dropChunksBefore(long millis) {
        full.removeIf(chunk -> chunk.maxMillis() < millis);
    }

    /// Drops every sample before a time; true when none is left.
    boolean dropSamplesBefore(long millis) {
        dropChunksBefore(millis);
        full.replaceAll(chunk -> chunk.minMillis() < millis ? ChunkWriter.from(chunk, millis).seal() : chunk);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (timestamps[i] >= millis) {
                timestamps[kept] = timestamps[i];
                histograms[kept] = histograms[i];
                values[kept++] = values[i];
            }
        }
        size = kept;
        return size == 0 && full.isEmpty();
    }

    long firstMillis() {
        long first = size == 0 ? Long.MAX_VALUE : timestamps[0];
        for (var chunk : full) {
            first = Math.min(first, chunk.minMillis());
        }
        return first;
    }

    int chunkCount() {
        return full.size() + 1;
    }

    long sampleCount() {
        long count = size;
        for (var chunk : full) {
            count += chunk.count();
        }
        return count;
    }

    long bytes() {
        long bytes = (long) timestamps.length * (Long.BYTES + Double.BYTES + Integer.BYTES);
        for (var chunk : full) {
            bytes += chunk.bytes();
        }
        return bytes;
    }
}

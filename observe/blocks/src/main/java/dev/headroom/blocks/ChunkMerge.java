package dev.headroom.blocks;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes one run of samples out of chunks of the same series that come from several places.
///
/// Chunks may overlap: late samples, a clock that was set back, a crash between writing a block and forgetting what is
/// in it. Of two samples with one timestamp the one of the chunk that is earlier in the list counts.
public final class ChunkMerge {

    private ChunkMerge() {}

    /// The samples in a span, both ends included.
    public static Samples read(List<Chunk> chunks, long fromMillis, long toMillis) {
        var ordered = ordered(chunks);
        int room = 0;
        for (var chunk : chunks) {
            room += chunk.count();
        }
        var run = new Run(room);
        for (var chunk : ordered) {
            var reader = ChunkReader.of(chunk);
            while (reader.next() && reader.timestamp() <= toMillis) {
                if (reader.timestamp() >= fromMillis) {
                    run.add(reader.timestamp(), reader.value(), reader.histogram());
                }
            }
        }
        return isApart(ordered) ? run.samples() : run.sortedSamples(priorities(chunks, ordered, fromMillis, toMillis));
    }

    /// The chunks in ascending time without overlap, small ones joined.
    public static List<Chunk> tidy(List<Chunk> chunks, int samplesPerChunk) {
        var ordered = ordered(chunks);
        if (isApart(ordered) && !isCrumbled(ordered, samplesPerChunk)) {
            return ordered;
        }
        return chunks(read(chunks, Long.MIN_VALUE, Long.MAX_VALUE), samplesPerChunk);
    }

    /// Samples compressed, at most `samplesPerChunk` together.
    public static List<Chunk> chunks(Samples samples, int samplesPerChunk) {
        var sequence = new ChunkSequence(samplesPerChunk);
        for (int i = 0; i < samples.size(); i++) {
            sequence.append(samples.timestamp(i), samples.value(i), samples.histogram(i));
        }
        return sequence.finish();
    }

    private static List<Chunk> ordered(List<Chunk> chunks) {
        var ordered = new ArrayList<>(chunks);
        ordered.sort(Comparator.comparingLong(Chunk::minMillis));
        return ordered;
    }

    private static boolean isApart(List<Chunk> ordered) {
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).minMillis() <= ordered.get(i - 1).maxMillis()) {
                return false;
            }
        }
        return true;
    }

    /// Whether the samples would fit into half as many chunks.
    private static boolean isCrumbled(List<Chunk> ordered, int samplesPerChunk) {
        long samples = 0;
        for (var chunk : ordered) {
            samples += chunk.count();
        }
        return ordered.size() > 1 && samples * 2 <= (long) ordered.size() * samplesPerChunk;
    }

    /// For each sample of the ordered chunks the place of its chunk in the list.
    private static int[] priorities(List<Chunk> chunks, List<Chunk> ordered, long fromMillis, long toMillis) {
        var places = new IdentityHashMap<Chunk, Integer>();
        for (int i = 0; i < chunks.size(); i++) {
            places.put(chunks.get(i), i);
        }
        var priorities = new ArrayList<Integer>();
        for (var chunk : ordered) {
            int place = places.getOrDefault(chunk, 0);
            var reader = ChunkReader.of(chunk);
            while (reader.next() && reader.timestamp() <= toMillis) {
                if (reader.timestamp() >= fromMillis) {
                    priorities.add(place);
                }
            }
        }
        return priorities.stream().mapToInt(Integer::intValue).toArray();
    }

    private static final class Run {
        private final long[] timestamps;
        private final double[] values;
        private @Nullable FloatHistogram @Nullable [] histograms;
        private int size;

        Run(int room) {
            timestamps = new long[room];
            values = new double[room];
        }

        void add(long timestampMillis, double value, @Nullable FloatHistogram histogram) {
            timestamps[size] = timestampMillis;
            values[size] = value;
            if (histogram != null) {
                if (histograms == null) {
                    histograms = new FloatHistogram[timestamps.length];
                }
                histograms[size] = histogram;
            }
            size++;
        }

        Samples samples() {
            var samples = new Samples(timestamps, values, size);
            return histograms == null ? samples : samples.withHistograms(histograms);
        }

        /// What a histogram says of the one before it holds only while that one is still before it.
        Samples sortedSamples(int[] priorities) {
            var order = new Integer[size];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, Comparator.<Integer>comparingLong(i -> timestamps[i])
                    .thenComparingInt(i -> priorities[i]));
            var sorted = new Run(size);
            int before = -1;
            for (int i : order) {
                if (sorted.size == 0 || sorted.timestamps[sorted.size - 1] != timestamps[i]) {
                    var histogram = histograms == null ? null : histograms[i];
                    sorted.add(timestamps[i], values[i], before == i - 1 ? histogram : unhinted(histogram));
                    before = i;
                }
            }
            return sorted.samples();
        }

        private static @Nullable FloatHistogram unhinted(@Nullable FloatHistogram histogram) {
            return histogram == null || histogram.counterReset() == CounterReset.GAUGE
                    ? histogram
                    : histogram.withCounterReset(CounterReset.UNKNOWN);
        }
    }
}

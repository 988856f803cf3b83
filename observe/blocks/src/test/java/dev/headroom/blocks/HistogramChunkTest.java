package dev.headroom.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.blocks.ObservedHistogram.Kind;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistogramChunkTest {

    private static final long START = 1_700_000_000_000L;
    private static final int SCRAPE_MILLIS = 15_000;

    private final SplittableRandom random = new SplittableRandom(5);

    private static FloatHistogram counting(CounterReset hint, double... counts) {
        double all = 0;
        for (double count : counts) {
            all += count;
        }
        return new FloatHistogram(hint, 3, 0x1p-128, 0, all, all, BucketCounts.adjacent(-3, counts),
                BucketCounts.none(), List.of());
    }

    private static FloatHistogram counting(double... counts) {
        return counting(CounterReset.UNKNOWN, counts);
    }

    private static List<Chunk> chunks(NavigableMap<Long, Stored> samples, int samplesPerChunk) {
        var sequence = new ChunkSequence(samplesPerChunk);
        samples.forEach((time, sample) -> sequence.append(time, sample.value(), sample.histogram()));
        return sequence.finish();
    }

    private static List<Chunk> chunks(FloatHistogram... histograms) {
        var sequence = new ChunkSequence(120);
        for (int i = 0; i < histograms.length; i++) {
            sequence.append(START + i * (long) SCRAPE_MILLIS, Double.NaN, histograms[i]);
        }
        return sequence.finish();
    }

    private static NavigableMap<Long, Stored> read(List<Chunk> chunks, long from, long to) {
        var samples = ChunkMerge.read(chunks, from, to);
        var read = new TreeMap<Long, Stored>();
        for (int i = 0; i < samples.size(); i++) {
            read.put(samples.timestamp(i), Stored.of(samples.value(i), samples.histogram(i)));
        }
        return read;
    }

    private static List<CounterReset> hints(List<Chunk> chunks) {
        var samples = ChunkMerge.read(chunks, Long.MIN_VALUE, Long.MAX_VALUE);
        var hints = new ArrayList<CounterReset>();
        for (int i = 0; i < samples.size(); i++) {
            var histogram = samples.histogram(i);
            assertNotNull(histogram);
            hints.add(histogram.counterReset());
        }
        return hints;
    }

    /// Numbers, histograms and stale markers in the order of a series that changes what it is.
    private NavigableMap<Long, Stored> series(Kind kind, int size) {
        var samples = new TreeMap<Long, Stored>();
        var observed = new ObservedHistogram(random, kind);
        long time = START;
        for (int i = 0; i < size; i++) {
            samples.put(time, switch (random.nextInt(40)) {
                case 0 -> Stored.number(Samples.staleMarker());
                case 1 -> Stored.number(random.nextDouble());
                default -> Stored.of(observed.next());
            });
            time += SCRAPE_MILLIS + random.nextInt(20);
        }
        return samples;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everySampleComesBackWholeAndInParts(Kind kind) {
        for (int round = 0; round < 30; round++) {
            var written = series(kind, 400);
            var chunks = chunks(written, 120);
            assertEquals(written, read(chunks, Long.MIN_VALUE, Long.MAX_VALUE), "round " + round);
            long from = START + random.nextInt(400) * (long) SCRAPE_MILLIS;
            long to = from + random.nextInt(100) * (long) SCRAPE_MILLIS;
            assertEquals(written.subMap(from, true, to, true), read(chunks, from, to), "round " + round);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aChunkCanBeCutAtAnyTime(Kind kind) {
        var written = series(kind, 120);
        for (var chunk : chunks(written, 120)) {
            for (long time : written.subMap(chunk.minMillis(), true, chunk.maxMillis(), true).keySet()) {
                assertEquals(
                        written.subMap(time, true, chunk.maxMillis(), true),
                        read(List.of(ChunkWriter.from(chunk, time).seal()), 0, Long.MAX_VALUE));
                assertEquals(
                        written.subMap(chunk.minMillis(), true, time, false),
                        read(List.of(ChunkWriter.until(chunk, time).seal()), 0, Long.MAX_VALUE));
            }
        }
    }

    @Test
    void aViewStaysAsItWasWhileTheHistogramGrows() {
        var writer = ChunkWriter.taking(counting(1));
        var views = new ArrayList<Chunk>();
        var written = new TreeMap<Long, Stored>();
        var counts = new double[60];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = 1;
            var histogram = counting(counts.clone());
            assertTrue(writer.takes(Double.NaN, histogram));
            writer.append(START + i, Double.NaN, histogram);
            views.add(writer.view());
            written.put(START + i, Stored.of(histogram));
            assertEquals(written, read(views, 0, Long.MAX_VALUE));
        }
    }

    @Test
    void aBucketThatIsNewStaysInTheChunkAndAResetBeginsAnother() {
        var grown = chunks(counting(1), counting(1, 2), counting(0, 3, 0, 4));
        assertEquals(2, grown.size(), "the third one has lost what was in the first bucket");
        assertEquals(
                List.of(CounterReset.UNKNOWN, CounterReset.NOT_RESET, CounterReset.UNKNOWN), hints(grown));
        assertEquals(2, chunks(counting(1), counting(CounterReset.RESET, 5)).size());
    }

    @Test
    void whatIsAGaugeOrHasAnotherLayoutHasAChunkOfItsOwn() {
        var gauges = chunks(counting(CounterReset.GAUGE, 5), counting(CounterReset.GAUGE, 1));
        assertEquals(1, gauges.size());
        assertEquals(List.of(CounterReset.GAUGE, CounterReset.GAUGE), hints(gauges));
        assertEquals(2, chunks(counting(1), counting(CounterReset.GAUGE, 1)).size());
        assertEquals(2, chunks(counting(1), counting(2).coarser(1)).size());
        assertEquals(2, chunks(counting(1), counting(1.5)).size(), "whole counts and fractions");
        assertEquals(1, chunks(counting(1.5), counting(2)).size(), "fractions may be whole");
    }

    @Test
    void aStaleMarkerEndsTheChunkOfItsHistogram() {
        var sequence = new ChunkSequence(120);
        sequence.append(START, Double.NaN, counting(1));
        sequence.append(START + 1, Samples.staleMarker(), null);
        sequence.append(START + 2, Samples.staleMarker(), null);
        sequence.append(START + 3, Double.NaN, counting(1));
        var chunks = sequence.finish();
        assertEquals(List.of(3, 1), chunks.stream().map(Chunk::count).toList());
        var samples = ChunkMerge.read(chunks, 0, Long.MAX_VALUE);
        assertTrue(Samples.isStale(samples.value(2)));
        assertEquals(List.of(CounterReset.UNKNOWN), hints(chunks.subList(1, 2)));
    }

    @Test
    void aHistogramThatWandersDoesNotTakeItsOldBucketsAlong() {
        var sequence = new ChunkSequence(120);
        for (int i = 0; i < 120; i++) {
            sequence.append(START + i, Double.NaN, new FloatHistogram(CounterReset.GAUGE, 8, 0, 0, 20, 1,
                    BucketCounts.adjacent(i * 1000, new double[] {5, 5, 5, 5}), BucketCounts.none(), List.of()));
        }
        assertTrue(sequence.finish().size() >= 10, "forty buckets at most are listed by one chunk");
    }

    @Test
    void ofHistogramsThatOverlapNoneSaysThatTheOneBeforeItWasItsOwn() {
        var first = chunks(counting(1), counting(2), counting(3));
        var sequence = new ChunkSequence(120);
        sequence.append(START + 1, Double.NaN, counting(9));
        var merged = new ArrayList<>(first);
        merged.addAll(sequence.finish());
        assertEquals(
                List.of(CounterReset.UNKNOWN, CounterReset.UNKNOWN, CounterReset.UNKNOWN, CounterReset.NOT_RESET),
                hints(merged));
    }

    /// A service with 120 requests between two scrapes, spread over 40 buckets.
    @Test
    void aBusyHistogramTakesTwoThirdsOfAByteForEachBucket() {
        var counts = new double[40];
        var sequence = new ChunkSequence(120);
        long buckets = 0;
        for (int i = 0; i < 1200; i++) {
            for (int request = 0; request < 120; request++) {
                int bucket = (int) Math.clamp(20 + random.nextGaussian() * 6, 0, counts.length - 1);
                counts[bucket]++;
            }
            long time = START + i * (long) SCRAPE_MILLIS + random.nextInt(10);
            sequence.append(time, Double.NaN, counting(counts.clone()));
            buckets += counts.length;
        }
        var chunks = sequence.finish();
        long bytes = chunks.stream().mapToLong(Chunk::bytes).sum();
        System.out.printf("a busy histogram of 40 buckets: %.1f bytes a sample%n", bytes / 1200.0);
        assertFalse(chunks.size() > 11, () -> chunks.size() + " chunks");
        assertTrue(bytes < buckets * 2 / 3, bytes + " bytes for " + buckets + " buckets");
    }
}

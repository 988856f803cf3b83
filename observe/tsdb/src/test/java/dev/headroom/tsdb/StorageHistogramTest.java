package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.SimulatedDisk.Ending;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.SampleSink.Append;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorageHistogramTest {

    private static final Labels LATENCY = Labels.of(Labels.NAME, "latency", "job", "a");

    private final StorageRig rig = new StorageRig();

    private static FloatHistogram histogram(CounterReset hint, double... counts) {
        double all = 0;
        for (double count : counts) {
            all += count;
        }
        return new FloatHistogram(
                hint, 3, 0x1p-128, 0, all, all / 2, BucketCounts.adjacent(1, counts), BucketCounts.none(), List.of());
    }

    private static FloatHistogram histogram(double... counts) {
        return histogram(CounterReset.UNKNOWN, counts);
    }

    private Append store(long millis, FloatHistogram histogram) {
        var batch = rig.storage.appender();
        var verdict = batch.append(LATENCY, millis, histogram);
        batch.commit();
        return verdict;
    }

    private Append store(long millis, double value) {
        var batch = rig.storage.appender();
        var verdict = batch.append(LATENCY, millis, value);
        batch.commit();
        return verdict;
    }

    private Samples stored() {
        return rig.storage.select(0, Long.MAX_VALUE, List.of()).getFirst().samples();
    }

    private static FloatHistogram at(Samples samples, int index) {
        var histogram = samples.histogram(index);
        assertNotNull(histogram);
        return histogram;
    }

    @Test
    void whatWasStoredComesBackFromMemoryFromTheLogAndFromABlock() {
        assertEquals(Append.STORED, store(1000, histogram(1, 2)));
        assertEquals(Append.STORED, store(2000, histogram(1, 3, 0, 7)));
        assertEquals(Append.STORED, store(3000, Samples.staleMarker()));
        assertEquals(Append.STORED, store(4000, 17));
        for (int round = 0; round < 3; round++) {
            var samples = stored();
            assertEquals(4, samples.size());
            assertTrue(at(samples, 0).hasSameData(histogram(1, 2)));
            assertTrue(at(samples, 1).hasSameData(histogram(1, 3, 0, 7).compact()), "empty buckets are not kept");
            assertNull(samples.histogram(2));
            assertTrue(Samples.isStale(samples.value(2)));
            assertEquals(17, samples.value(3));
            if (round == 1) {
                rig.storage.flush();
            }
            rig.restart(Ending.KILLED);
        }
    }

    @Test
    void ofTheFirstHistogramNothingIsKnownAndThoseAfterItGrewUntilOneDidNot() {
        store(1000, histogram(1));
        store(2000, histogram(CounterReset.NOT_RESET, 2));
        store(3000, histogram(1, 1));
        store(4000, histogram(CounterReset.GAUGE, 1, 1));
        store(5000, histogram(CounterReset.GAUGE, 0, 1));
        var samples = stored();
        assertEquals(CounterReset.UNKNOWN, at(samples, 0).counterReset());
        assertEquals(CounterReset.NOT_RESET, at(samples, 1).counterReset());
        assertEquals(CounterReset.UNKNOWN, at(samples, 2).counterReset(), "the first bucket has lost one");
        assertEquals(CounterReset.GAUGE, at(samples, 3).counterReset());
        assertEquals(CounterReset.GAUGE, at(samples, 4).counterReset());
    }

    @Test
    void histogramsHaveTheRulesOfNumbers() {
        assertEquals(Append.STORED, store(2000, histogram(1)));
        assertEquals(Append.STORED, store(2000, histogram(1, 0)), "the same, but for an empty bucket");
        assertEquals(Append.DUPLICATE_TIMESTAMP, store(2000, histogram(2)));
        assertEquals(Append.DUPLICATE_TIMESTAMP, store(2000, 1));
        assertEquals(Append.OUT_OF_ORDER, store(1000, histogram(1)));
        assertEquals(1, stored().size());
        var batch = rig.storage.appender();
        assertEquals(Append.STORED, batch.append(LATENCY, 3000, histogram(2)));
        assertEquals(Append.DUPLICATE_TIMESTAMP, batch.append(LATENCY, 3000, histogram(3)));
        assertEquals(Append.OUT_OF_ORDER, batch.append(LATENCY, 2500, 1));
        assertEquals(1, stored().size(), "a batch becomes visible as a whole");
        batch.rollback();
        assertEquals(1, stored().size());
    }

    @Test
    void aLateHistogramIsReadInItsPlaceAndKnowsNothingOfItsNeighbours() {
        rig.reopen(rig.options.withHead(rig.options.head().withOutOfOrderWindow(Duration.ofHours(1))));
        store(1000, histogram(1));
        store(3000, histogram(3));
        store(4000, histogram(4));
        assertEquals(Append.STORED, store(2000, histogram(2)));
        assertEquals(Append.STORED, store(2500, 7));
        for (int round = 0; round < 3; round++) {
            var samples = stored();
            assertEquals(5, samples.size());
            assertTrue(at(samples, 1).hasSameData(histogram(2)));
            assertEquals(
                    round < 2 ? CounterReset.UNKNOWN : CounterReset.NOT_RESET,
                    at(samples, 1).counterReset(),
                    "a block has all of them in their order");
            assertEquals(CounterReset.UNKNOWN, at(samples, 3).counterReset());
            assertEquals(CounterReset.NOT_RESET, at(samples, 4).counterReset());
            if (round == 1) {
                rig.storage.flush();
            }
            rig.restart(Ending.KILLED);
        }
    }

    @Test
    void daysOfAHistogramAreCutAndMergedLikeNumbers() {
        rig.reopen(rig.options.withBlockRange(Duration.ofMinutes(10)).withRetentionTime(Duration.ofDays(30)));
        var counts = new double[20];
        int scrapes = 4 * 60 * 12;
        for (int i = 0; i < scrapes; i++) {
            counts[i % counts.length] += i % 7;
            assertEquals(Append.STORED, store(rig.timeline.now().toEpochMilli(), histogram(counts.clone())));
            rig.timeline.advance(StorageRig.STEP);
            rig.storage.maintain();
        }
        assertTrue(rig.storage.statistics().blocks().size() > 1);
        var samples = stored();
        assertEquals(scrapes, samples.size());
        assertTrue(at(samples, scrapes - 1).hasSameData(histogram(counts).compact()));
        int unknown = 0;
        for (int i = 0; i < scrapes; i++) {
            unknown += at(samples, i).counterReset() == CounterReset.UNKNOWN ? 1 : 0;
        }
        int chunks = unknown;
        assertTrue(chunks < scrapes / 20, () -> chunks + " chunks for " + scrapes + " histograms");
    }
}

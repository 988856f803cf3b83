package dev.headroom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.FloatHistogram.CounterReset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class FloatHistogramTest {

    /// Observations from (0.5, 1], (1, 2] and (2, 4].
    private static final FloatHistogram ONE_TWO_THREE = exponential(0, 0, 0, BucketCounts.adjacent(0, 1, 2, 3));

    private static FloatHistogram exponential(int schema, double zeroWidth, double zeros, BucketCounts positive) {
        double count = zeros;
        for (int i = 0; i < positive.size(); i++) {
            count += positive.count(i);
        }
        return new FloatHistogram(
                CounterReset.UNKNOWN, schema, zeroWidth, zeros, count, 10, positive, BucketCounts.none(), List.of());
    }

    @Test
    void boundsAreThoseOfPrometheusToTheLastBit() {
        double[] table = {1.0027112750502025, 1.0163783149109529, 1.052790773004626, 1.1543104205902162,
            1.3145155879493549, 1.414213562373095, 1.819171112158608, 1.967771223233175, 1.9945921121709396};
        int[] indices = {1, 6, 19, 53, 101, 128, 221, 250, 255};
        for (int i = 0; i < table.length; i++) {
            assertEquals(table[i], upper(indices[i], 8));
            assertEquals(table[i] / 1024, upper(indices[i] - 2560, 8));
        }
        assertEquals(1.414213562373095, upper(1, 1), "a coarser schema has the same bounds");
        assertEquals(8, upper(24, 3));
        assertEquals(0x1p-32, upper(-2, -4));
        assertEquals(Double.MAX_VALUE, upper(1024, 0), "only the bucket behind it holds infinity");
    }

    private static double upper(int index, int schema) {
        return exponential(schema, 0, 0, BucketCounts.adjacent(index, 1)).buckets().getFirst().upper();
    }

    @Test
    void coarserBucketsHoldWhatTheFinerOnesHeld() {
        var fine = exponential(2, 0.5, 3, BucketCounts.adjacent(-4, 1, 2, 3, 4, 5, 6));
        var coarse = fine.coarser(0);
        assertEquals("[-1:1.0 0:14.0 1:6.0]", coarse.positive().toString());
        assertEquals(fine.count(), coarse.count());
        assertEquals(fine, fine.coarser(2));
    }

    @Test
    void aHistogramThatNobodyCanHaveCountedSaysWhy() {
        assertTrue(ONE_TWO_THREE.problem().isEmpty());
        assertEquals("a negative count", ONE_TWO_THREE.times(-1).problem().orElseThrow());
        assertTrue(custom(List.of(1.0, 2.0), 1, 2, 3).problem().isEmpty());
        assertEquals(
                "custom buckets and counts outside of their 3",
                custom(List.of(1.0, 2.0), 1, 2, 3, 4).problem().orElseThrow());
    }

    private static FloatHistogram custom(List<Double> bounds, double... counts) {
        double count = 0;
        for (double each : counts) {
            count += each;
        }
        return new FloatHistogram(
                CounterReset.UNKNOWN,
                FloatHistogram.CUSTOM_BUCKETS,
                0,
                0,
                count,
                10,
                BucketCounts.adjacent(0, counts),
                BucketCounts.none(),
                bounds);
    }

    private static FloatHistogram sum(FloatHistogram left, FloatHistogram right) {
        var sum = new HistogramSum(left);
        sum.add(right);
        return sum.value();
    }

    @Test
    void isShownAsPrometheusShowsIt() {
        assertEquals("{count:6, sum:10, (0.5,1]:1, (1,2]:2, (2,4]:3}", ONE_TWO_THREE.toString());
        assertEquals("{count:3, sum:10, [-Inf,1]:1, (1,+Inf]:2}", custom(List.of(1.0), 1, 2).toString());
    }

    @Test
    void infinitelyManyObservationsAreNotNoNumber() {
        assertEquals(
                "{count:-Inf, sum:-Inf, [-0,0]:NaN, (0.5,1]:-Inf, (1,2]:-Inf, (2,4]:-Inf}",
                ONE_TWO_THREE.times(Double.NEGATIVE_INFINITY).toString());
    }

    @Test
    void theFinerOneIsMergedIntoTheBucketsOfTheCoarserOne() {
        var finer = exponential(1, 0, 0, BucketCounts.adjacent(1, 1, 1, 1, 1));
        var sum = sum(ONE_TWO_THREE, finer);
        assertEquals(0, sum.schema());
        // (1, 1.41] and (1.41, 2] are in (1, 2], the other two in (2, 4].
        assertEquals(BucketCounts.adjacent(0, 1, 4, 5), sum.positive());
    }

    @Test
    void aWiderZeroBucketSwallowsBucketsAndNeverCutsOne() {
        // 1.5 lies inside the bucket (1, 2], so the zero bucket of the sum ends at 2.
        var wide = exponential(0, 1.5, 4, BucketCounts.adjacent(2, 1));
        var sum = sum(ONE_TWO_THREE, wide);
        assertEquals(2, sum.zeroThreshold());
        assertEquals(7, sum.zeroCount());
        assertEquals(BucketCounts.adjacent(2, 4), sum.positive());
        assertEquals(sum.withCounterReset(CounterReset.UNKNOWN), sum(wide, ONE_TWO_THREE));
    }

    @Test
    void customBucketsKeepTheBoundsThatBothHave() {
        var sum = new HistogramSum(custom(List.of(1.0, 2.0, 5.0), 1, 1, 1, 1));
        assertTrue(sum.add(custom(List.of(1.0, 3.0, 5.0), 2, 2, 2, 2)));
        assertEquals(List.of(1.0, 5.0), sum.value().customBounds());
        assertEquals(BucketCounts.adjacent(0, 3, 6, 3), sum.value().positive());
    }

    @Test
    void exponentialAndCustomBucketsHaveNoSum() {
        var sum = new HistogramSum(ONE_TWO_THREE);
        assertFalse(sum.accepts(custom(List.of(1.0), 1, 1)));
        assertThrows(IllegalArgumentException.class, () -> sum.add(custom(List.of(1.0), 1, 1)));
    }

    @Test
    void hintsThatContradictEachOtherAreNoticed() {
        var sum = new HistogramSum(ONE_TWO_THREE.withCounterReset(CounterReset.RESET));
        sum.add(ONE_TWO_THREE);
        assertFalse(sum.hintsCollide());
        sum.add(ONE_TWO_THREE.withCounterReset(CounterReset.NOT_RESET));
        assertTrue(sum.hintsCollide());
        assertEquals(CounterReset.UNKNOWN, sum.value().counterReset());
    }

    @Test
    void aResetIsAnyBucketThatFell() {
        var grown = exponential(0, 0, 0, BucketCounts.adjacent(0, 1, 4, 3));
        var moved = exponential(0, 0, 0, BucketCounts.adjacent(0, 0, 4, 4));
        assertFalse(HistogramReset.between(ONE_TWO_THREE, grown));
        assertTrue(HistogramReset.between(ONE_TWO_THREE, moved));
        assertTrue(HistogramReset.between(grown, ONE_TWO_THREE));
        assertFalse(HistogramReset.between(grown, ONE_TWO_THREE.withCounterReset(CounterReset.NOT_RESET)));
        assertTrue(HistogramReset.between(ONE_TWO_THREE, exponential(1, 0, 0, BucketCounts.adjacent(0, 9, 9, 9))));
    }

    @Test
    void cuttingKeepsTheShareOfTheBucketThatIsLeft() {
        var below = HistogramTrim.below(custom(List.of(2.0, 4.0), 4, 8, 0), 3);
        assertEquals(BucketCounts.adjacent(0, 4, 4), below.positive());
        assertEquals(8, below.count());
        assertEquals(4 * 1 + 4 * 2.5, below.sum());
        assertEquals(ONE_TWO_THREE, HistogramTrim.above(ONE_TWO_THREE, 0));
    }

    @RepeatedTest(50)
    void theOrderOfASumDoesNotMatter(RepetitionInfo repetition) {
        long seed = 77L + repetition.getCurrentRepetition();
        var random = new Random(seed);
        var all = new FloatHistogram[6];
        for (int i = 0; i < all.length; i++) {
            var counts = new double[1 + random.nextInt(6)];
            for (int j = 0; j < counts.length; j++) {
                counts[j] = random.nextInt(4);
            }
            int schema = random.nextInt(3);
            int power = random.nextInt(4) - 2;
            boolean wide = random.nextBoolean();
            // No bucket inside of the zero bucket.
            int first = wide ? (power << schema) + 1 + random.nextInt(3) : random.nextInt(8) - 4;
            all[i] = exponential(
                    schema,
                    wide ? Math.scalb(1.0, power) : 0,
                    random.nextInt(3),
                    BucketCounts.adjacent(first, counts));
        }
        var forwards = new HistogramSum(all[0]);
        var backwards = new HistogramSum(all[all.length - 1]);
        for (int i = 1; i < all.length; i++) {
            forwards.add(all[i]);
            backwards.add(all[all.length - 1 - i]);
        }
        assertEquals(forwards.value(), backwards.value(), "seed " + seed);
        assertEquals(total(forwards.value()), forwards.value().count(), 1e-9, "seed " + seed);
    }

    private static double total(FloatHistogram histogram) {
        return histogram.buckets().stream().mapToDouble(FloatHistogram.Bucket::count).sum();
    }
}

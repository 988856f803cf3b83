package dev.headroom.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkTest {

    private record Point(long timestampMillis, long valueBits) {}

    private static Chunk compressed(List<Point> points) {
        var writer = ChunkWriter.taking(null);
        for (var point : points) {
            writer.append(point.timestampMillis(), Double.longBitsToDouble(point.valueBits()), null);
        }
        return writer.seal();
    }

    private static List<Point> read(Chunk chunk) {
        var points = new ArrayList<Point>();
        var reader = ChunkReader.of(chunk);
        while (reader.next()) {
            points.add(new Point(reader.timestamp(), Double.doubleToRawLongBits(reader.value())));
        }
        return points;
    }

    @Test
    void aSteadyCounterTakesLittleSpace() {
        var points = new ArrayList<Point>();
        for (int i = 0; i < 120; i++) {
            points.add(new Point(1_700_000_000_000L + i * 15_000L, Double.doubleToRawLongBits(42)));
        }
        var chunk = compressed(points);
        assertEquals(points, read(chunk));
        assertTrue(chunk.bytes() <= 48, "two bits a sample, the first one apart: " + chunk.bytes());
    }

    @Test
    void everyWidthOfATimestampChangeIsKept() {
        var points = new ArrayList<Point>();
        long at = -5;
        long delta = 1;
        for (int bit = 0; bit < 62; bit++) {
            at += delta;
            points.add(new Point(at, bit));
            delta = (bit % 2 == 0) ? Math.max(1, Long.MAX_VALUE >> (63 - bit) >> 8) : 1;
        }
        points.add(new Point(Long.MAX_VALUE, 1));
        assertEquals(points, read(compressed(points)));
    }

    @Test
    void theWholeOfTimeFitsInAChunk() {
        var points = List.of(new Point(Long.MIN_VALUE, 1), new Point(-1, 2), new Point(Long.MAX_VALUE, 3));
        assertEquals(points, read(compressed(points)));
    }

    @Test
    void specialValuesKeepTheirBits() {
        var bits = List.of(Samples.STALE_BITS, Samples.NAN_BITS, 0L, Long.MIN_VALUE, -1L, Long.MAX_VALUE, 1L,
                Double.doubleToRawLongBits(Double.POSITIVE_INFINITY), Double.doubleToRawLongBits(0.1));
        var points = new ArrayList<Point>();
        for (int i = 0; i < bits.size() * bits.size(); i++) {
            points.add(new Point(i, bits.get(i % bits.size())));
            points.add(new Point(1_000_000L + i, bits.get(i / bits.size())));
        }
        points.sort(Comparator.comparingLong(Point::timestampMillis));
        assertEquals(points, read(compressed(points)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatGoesInComesOut(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            var points = new ArrayList<Point>();
            long at = random.nextLong() >> 4;
            long bits = random.nextLong();
            int size = 1 + random.nextInt(300);
            for (int i = 0; i < size; i++) {
                points.add(new Point(at, bits));
                at += 1 + (random.nextLong() >>> (20 + random.nextInt(44)));
                bits ^= random.nextLong() >>> random.nextInt(64) << random.nextInt(64);
                bits = random.nextInt(3) == 0 ? points.getLast().valueBits() : bits;
            }
            assertEquals(points, read(compressed(points)), "seed " + seed + ", round " + round);
        }
    }

    @Test
    void aViewStaysAsItWasWhileSamplesAreAppended() {
        var writer = ChunkWriter.taking(null);
        var views = new ArrayList<Chunk>();
        for (int i = 0; i < 200; i++) {
            writer.append(i * 1_000L + i % 7, Math.sqrt(i), null);
            views.add(writer.view());
        }
        for (int i = 0; i < views.size(); i++) {
            var points = read(views.get(i));
            assertEquals(i + 1, points.size());
            assertEquals(Double.doubleToRawLongBits(Math.sqrt(i)), points.getLast().valueBits());
        }
    }

    @Test
    void aSpanBetweenTwoSamplesHoldsNone() {
        var chunk = compressed(List.of(new Point(10, 0), new Point(20, 0), new Point(30, 0)));
        assertTrue(chunk.hasSampleIn(20, 20));
        assertTrue(chunk.hasSampleIn(0, 10));
        assertTrue(chunk.hasSampleIn(30, 40));
        assertTrue(chunk.hasSampleIn(15, 25));
        assertFalse(chunk.hasSampleIn(11, 19));
        assertFalse(chunk.hasSampleIn(31, 40));
        assertFalse(chunk.hasSampleIn(0, 9));
    }
}

package dev.headroom.arrivals;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {

    private static final long SECOND = 1_000_000_000L;

    static List<Long> read(Arrivals arrivals) {
        var times = new ArrayList<Long>();
        var cursor = arrivals.cursor();
        for (long at = cursor.next(); at != Arrivals.Cursor.END; at = cursor.next()) {
            assertTrue(times.isEmpty() || at >= times.getLast(), "arrivals ascend");
            assertTrue(at <= arrivals.duration().toNanos(), "arrivals end with the duration");
            times.add(at);
        }
        return times;
    }

    /// The gaps' standard deviation over their mean: 0 for a metronome, 1 for Poisson arrivals, more for bursts.
    private static double burstiness(List<Long> times) {
        double mean = (double) (times.getLast() - times.getFirst()) / (times.size() - 1);
        double squares = 0;
        for (int i = 1; i < times.size(); i++) {
            squares += Math.pow(times.get(i) - times.get(i - 1) - mean, 2);
        }
        return Math.sqrt(squares / (times.size() - 1)) / mean;
    }

    private static double between(List<Long> times, double from, double to) {
        return times.stream()
                .filter(at -> at >= from * SECOND && at < to * SECOND)
                .count();
    }

    @Test
    void pacedArrivalsComeAtTheirRate() {
        assertEquals(
                List.of(0L, SECOND / 2, SECOND, 3 * SECOND / 2),
                read(new Arrivals.Paced(Shape.constant(2, Duration.ofSeconds(2)))));
    }

    @Test
    void poissonArrivalsFollowTheShapeWithExponentialGaps() {
        var arrivals = new Arrivals.Poisson(ShapeText.parse("20 for 500s, 80 for 500s"), 7);
        var times = read(arrivals);
        assertEquals(10_000, between(times, 0, 500), 400);
        assertEquals(40_000, between(times, 500, 1000), 800);
        assertEquals(1, burstiness(times.subList(0, 10_000)), 0.05);
        assertEquals(50_000, arrivals.expected(), 1e-6);
        assertEquals(50, arrivals.meanRate(), 1e-6);
    }

    @Test
    void theSameSeedGivesTheSameArrivals() {
        var shape = Shape.constant(50, Duration.ofSeconds(10));
        assertEquals(read(new Arrivals.Poisson(shape, 1)), read(new Arrivals.Poisson(shape, 1)));
        assertTrue(!read(new Arrivals.Poisson(shape, 1)).equals(read(new Arrivals.Poisson(shape, 2))));
    }

    @Test
    void aWindowOfARecordingStartsAtZero() {
        var recording = Recorded.of(new long[] {1 * SECOND, 2 * SECOND, 5 * SECOND, 8 * SECOND}, Duration.ofSeconds(9));
        assertEquals(List.of(0L, 3 * SECOND), read(recording.window(Duration.ofSeconds(2), Duration.ofSeconds(5))));
    }

    @Test
    void stretchingARecordingKeepsThePatternOfItsGaps() {
        var recording = ShippedTrace.conversation();
        var stretched = recording.stretch(0.25);
        assertEquals(recording.size(), stretched.size());
        assertEquals(recording.meanRate() * 4, stretched.meanRate(), 0.01);
        assertEquals(burstiness(read(recording)), burstiness(read(stretched)), 1e-6);
    }

    @Test
    void multiplyingARecordingKeepsItsBursts() {
        var bursts = new long[1000];
        for (int i = 0; i < bursts.length; i++) {
            bursts[i] = (i / 100) * 10L * SECOND + (i % 100) * SECOND / 100;
        }
        var recording = Recorded.of(bursts, Duration.ofSeconds(100));
        var more = read(recording.multiply(2.5, 3));
        assertEquals(2500, more.size(), 100);
        assertEquals(2500 / 10, between(more, 50, 51), 40);
        assertTrue(between(more, 52, 60) < 20, "a quiet time stays quiet");
        var fewer = read(recording.multiply(0.3, 3));
        assertEquals(300, fewer.size(), 60);
        assertEquals(0, between(fewer, 52, 60));
    }

    @Test
    void aWarpedRecordingFollowsTheShapeAndStaysAsBurstyAsItWas() {
        var recording = ShippedTrace.conversation();
        var shape = ShapeText.parse("10 for 100s, 10 to 30 over 100s, 30 for 100s");
        var times = read(recording.warp(shape, Duration.ofSeconds(60)));
        assertEquals(1000, between(times, 0, 100), 120);
        assertEquals(2000, between(times, 100, 200), 120);
        assertEquals(3000, between(times, 200, 300), 120);
        assertEquals(burstiness(read(recording)), burstiness(times.subList(0, 900)), 0.15);
    }

    @Test
    void aShortRecordingStartsAgainWhenTheShapeAsksForMore() {
        var recording = Recorded.of(new long[] {0, SECOND / 4, SECOND}, Duration.ofSeconds(2));
        var times = read(recording.warp(Shape.constant(3, Duration.ofSeconds(10)), Duration.ofSeconds(60)));
        assertEquals(30, times.size());
        assertEquals(times.get(1) - times.get(0), times.get(4) - times.get(3));
    }

    @Test
    void countedPeriodsHoldWhatWasCounted() {
        var counted = Counted.of(Duration.ofMinutes(1), new double[] {30, 0, 600}, 11);
        var times = read(counted);
        assertEquals(630, times.size());
        assertEquals(30, between(times, 0, 60));
        assertEquals(0, between(times, 60, 120));
        assertEquals(10, counted.rateAt(Duration.ofSeconds(150)));
        assertEquals(0, counted.rateAt(Duration.ofMinutes(3)));
        assertEquals(600 / 4.0, between(times, 120, 135), 40);
    }

    @Test
    void fractionsOfACountAreCarriedIntoTheNextPeriod() {
        var counted = Counted.of(Duration.ofSeconds(1), new double[] {1, 1, 1, 1}, 1).multiply(0.5, 1);
        assertEquals(2, read(counted).size());
    }

    @Test
    void theRateOfARecordingIsTheMeanAroundTheOffset() {
        var offsets = new long[100];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i * SECOND / 2;
        }
        var recording = Recorded.of(offsets, Duration.ofSeconds(50));
        assertEquals(2, recording.rateAt(Duration.ofSeconds(25)));
        assertEquals(2, recording.rateAt(Duration.ZERO));
        assertEquals(0, recording.rateAt(Duration.ofSeconds(51)));
    }

    @Test
    void aRecordingBeyondItsLimitNamesIt() {
        var recording = Recorded.of(new long[] {0}, Duration.ofSeconds(1));
        var error = assertThrows(IllegalArgumentException.class, () -> recording.multiply(1e9, 1));
        assertTrue(String.valueOf(error.getMessage()).contains("MAX_ARRIVALS=20000000"), error.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> Recorded.of(new long[] {5, 4}, Duration.ofSeconds(1)));
    }

    @Test
    void aRecordingIsNotChangedThroughTheArrayItWasMadeFrom() {
        var offsets = new long[] {1, 2};
        var recording = Recorded.of(offsets, Duration.ofSeconds(1));
        offsets[0] = 99;
        assertArrayEquals(new long[] {1, 2}, new long[] {recording.offset(0), recording.offset(1)});
    }
}

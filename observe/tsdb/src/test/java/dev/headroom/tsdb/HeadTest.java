package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.SampleSink.Append;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HeadTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final long T0 = NOON.toEpochMilli();
    private static final long STEP = 15_000;
    private static final Labels UP = Labels.of("__name__", "up", "instance", "a:1");
    private static final List<Matcher> ALL_UP = List.of(Matcher.equal("__name__", "up"));

    private final Head head = new Head(HeadOptions.defaults());

    private static Append store(Head head, Labels labels, long timestampMillis, double value) {
        var batch = head.appender();
        var result = batch.append(labels, timestampMillis, value);
        batch.commit();
        return result;
    }

    private Append store(Labels labels, long timestampMillis, double value) {
        return store(head, labels, timestampMillis, value);
    }

    private static List<String> text(Samples samples) {
        var text = new ArrayList<String>();
        for (int i = 0; i < samples.size(); i++) {
            text.add(samples.timestamp(i) - T0 + " " + samples.value(i));
        }
        return text;
    }

    private List<String> up(long fromMillis, long toMillis) {
        var selected = head.select(fromMillis, toMillis, ALL_UP);
        return selected.isEmpty() ? List.of() : text(selected.getFirst().samples());
    }

    @Test
    void aSampleIsFoundInTheSpanThatContainsIt() {
        store(UP, T0, 1);
        store(UP, T0 + STEP, 0);
        assertEquals(List.of("0 1.0", "15000 0.0"), up(T0, T0 + STEP));
        assertEquals(List.of("0 1.0"), up(T0, T0 + STEP - 1));
        assertEquals(List.of("15000 0.0"), up(T0 + 1, T0 + STEP));
        assertEquals(List.of(), up(T0 + 1, T0 + STEP - 1));
        assertEquals(List.of(), up(T0 + STEP + 1, T0 + 2 * STEP));
    }

    @Test
    void aBatchIsUnseenUntilItsCommit() {
        var batch = head.appender();
        batch.append(UP, T0, 1);
        batch.append(UP.with("instance", "b:1"), T0, 1);
        assertEquals(List.of(), head.series(T0, T0, List.of()));
        batch.commit();
        assertEquals(2, head.series(T0, T0, List.of()).size());
    }

    @Test
    void aRolledBackBatchLeavesNothing() {
        var batch = head.appender();
        batch.append(UP, T0, 1);
        batch.rollback();
        assertEquals(List.of(), head.series(T0, T0, List.of()));
        assertEquals(0, head.statistics().series());
        assertEquals(Append.STORED, store(UP, T0, 5));
    }

    @Test
    void aClosedBatchTakesNoMoreSamples() {
        var batch = head.appender();
        batch.commit();
        assertThrows(IllegalStateException.class, () -> batch.append(UP, T0, 1));
        assertThrows(IllegalStateException.class, batch::commit);
        assertThrows(IllegalStateException.class, batch::rollback);
    }

    @Test
    void samplesGoForwardInTimeOnly() {
        assertEquals(Append.STORED, store(UP, T0, 1));
        assertEquals(Append.OUT_OF_ORDER, store(UP, T0 - 1, 1));
        assertEquals(Append.DUPLICATE_TIMESTAMP, store(UP, T0, 2));
        assertEquals(Append.STORED, store(UP, T0, 1), "the same sample again is no conflict");
        assertEquals(Append.STORED, store(UP, T0 + 1, 2));
        assertEquals(List.of("0 1.0", "1 2.0"), up(T0, T0 + STEP));
        assertEquals(2, head.statistics().appended());
        assertEquals(1, refused(Append.OUT_OF_ORDER));
        assertEquals(1, refused(Append.DUPLICATE_TIMESTAMP));
    }

    @Test
    void aBatchIsInOrderWithinItself() {
        var batch = head.appender();
        assertEquals(Append.STORED, batch.append(UP, T0, 1));
        assertEquals(Append.STORED, batch.append(UP, T0, 1));
        assertEquals(Append.DUPLICATE_TIMESTAMP, batch.append(UP, T0, 2));
        assertEquals(Append.OUT_OF_ORDER, batch.append(UP, T0 - 1, 2));
        assertEquals(Append.STORED, batch.append(UP, T0 + 1, 2));
        batch.commit();
        assertEquals(List.of("0 1.0", "1 2.0"), up(T0, T0 + STEP));
    }

    @Test
    void ofTwoOpenBatchesTheFirstCommitWins() {
        var first = head.appender();
        var second = head.appender();
        assertEquals(Append.STORED, first.append(UP, T0, 1));
        assertEquals(Append.STORED, second.append(UP, T0, 2));
        second.commit();
        first.commit();
        assertEquals(List.of("0 2.0"), up(T0, T0));
        assertEquals(1, refused(Append.DUPLICATE_TIMESTAMP));
        assertEquals(1, head.statistics().appended());
    }

    @Test
    void staleMarkersAndNansKeepTheirBits() {
        store(UP, T0, Samples.staleMarker());
        store(UP, T0 + 1, Double.longBitsToDouble(Samples.NAN_BITS));
        store(UP, T0 + 2, -0.0);
        var samples = head.select(T0, T0 + 2, ALL_UP).getFirst().samples();
        assertTrue(Samples.isStale(samples.value(0)));
        assertEquals(Samples.NAN_BITS, Double.doubleToRawLongBits(samples.value(1)));
        assertEquals(Double.doubleToRawLongBits(-0.0), Double.doubleToRawLongBits(samples.value(2)));
        assertEquals(Append.DUPLICATE_TIMESTAMP, store(UP, T0 + 2, 0.0), "zero and minus zero are two values");
    }

    @Test
    void aSpanCutsAcrossChunks() {
        var small = new Head(HeadOptions.defaults().withSamplesPerChunk(4));
        for (int i = 0; i < 11; i++) {
            store(small, UP, T0 + i * STEP, i);
        }
        var samples = small.select(T0 + 3 * STEP, T0 + 8 * STEP, ALL_UP).getFirst().samples();
        assertEquals(List.of("45000 3.0", "60000 4.0", "75000 5.0", "90000 6.0", "105000 7.0", "120000 8.0"),
                text(samples));
        assertEquals(3, small.statistics().chunks());
        assertEquals(11, small.statistics().samples());
    }

    @Test
    void seriesAreSortedByLabels() {
        for (var instance : List.of("c:1", "a:1", "b:1")) {
            store(UP.with("instance", instance), T0, 1);
        }
        assertEquals(
                List.of("a:1", "b:1", "c:1"),
                head.select(T0, T0, ALL_UP).stream().map(found -> found.labels().value("instance")).toList());
        assertEquals(
                List.of("a:1", "b:1", "c:1"),
                head.series(T0, T0, ALL_UP).stream().map(found -> found.value("instance")).toList());
    }

    @Test
    void aSeriesWithoutASampleInTheSpanIsNotListed() {
        store(UP, T0, 1);
        store(UP, T0 + 3 * STEP, 1);
        assertEquals(List.of(), head.series(T0 + 1, T0 + 2 * STEP, List.of()));
        assertEquals(List.of(UP), head.series(T0 + 1, T0 + 3 * STEP, List.of()));
    }

    @Test
    void oneSeriesTooManyIsRefusedAndTheOthersGoOn() {
        var tiny = new Head(HeadOptions.defaults().withSeries(2));
        var batch = tiny.appender();
        assertEquals(Append.STORED, batch.append(UP, T0, 1));
        assertEquals(Append.STORED, batch.append(UP.with("instance", "b:1"), T0, 1));
        assertEquals(Append.SERIES_LIMIT, batch.append(UP.with("instance", "c:1"), T0, 1));
        batch.commit();
        assertEquals(Append.STORED, store(tiny, UP, T0 + STEP, 1));
        assertEquals(Append.SERIES_LIMIT, store(tiny, UP.with("instance", "c:1"), T0, 1));
        assertEquals(2L, tiny.statistics().refused().get(Append.SERIES_LIMIT));
    }

    @Test
    void theLimitCountsWhatOpenBatchesAnnounceAndWhatTheyGiveBack() {
        var tiny = new Head(HeadOptions.defaults().withSeries(1));
        var open = tiny.appender();
        assertEquals(Append.STORED, open.append(UP, T0, 1));
        assertEquals(Append.SERIES_LIMIT, store(tiny, UP.with("instance", "b:1"), T0, 1));
        open.rollback();
        assertEquals(Append.STORED, store(tiny, UP.with("instance", "b:1"), T0, 1));
    }

    @Test
    void theSameNewSeriesInTwoBatchesTakesOnePlace() {
        var tiny = new Head(HeadOptions.defaults().withSeries(2));
        var first = tiny.appender();
        var second = tiny.appender();
        first.append(UP, T0, 1);
        second.append(UP, T0 + 1, 1);
        first.commit();
        second.commit();
        assertEquals(1, tiny.statistics().series());
        assertEquals(Append.STORED, store(tiny, UP.with("instance", "b:1"), T0, 1));
    }

    @Test
    void whatIsOlderThanRetentionIsForgottenAndRefused() {
        var short30 = new Head(HeadOptions.defaults().withRetention(Duration.ofMinutes(30)).withSamplesPerChunk(4));
        for (int i = 0; i < 10; i++) {
            store(short30, UP, T0 + i * STEP, i);
        }
        short30.retain(NOON.plusMillis(5 * STEP).plus(Duration.ofMinutes(30)));
        var left = short30.select(0, Long.MAX_VALUE, ALL_UP).getFirst().samples();
        assertEquals(List.of("75000 5.0", "90000 6.0", "105000 7.0", "120000 8.0", "135000 9.0"), text(left));
        assertEquals(2, short30.statistics().chunks(), "the chunk with samples 0 to 3 is gone");
        assertEquals(Append.TOO_OLD, store(short30, UP.with("instance", "b:1"), T0 + 5 * STEP - 1, 1));
        assertEquals(Append.STORED, store(short30, UP.with("instance", "b:1"), T0 + 5 * STEP, 1));
    }

    @Test
    void aSeriesLeavesWithItsLastSampleAndMayComeBack() {
        store(UP, T0, 1);
        store(UP.with("instance", "b:1"), T0 + STEP, 1);
        head.forget(NOON.plusMillis(1));
        assertEquals(List.of(UP.with("instance", "b:1")), head.series(0, Long.MAX_VALUE, ALL_UP));
        assertEquals(1, head.statistics().series());
        assertEquals(1, head.statistics().seriesRemoved());
        assertEquals(Append.STORED, store(UP, T0 + STEP, 7));
        assertEquals(2, head.series(0, Long.MAX_VALUE, ALL_UP).size());
        assertEquals(3, head.statistics().seriesCreated());
    }

    @Test
    void aBatchOutlivesTheRemovalOfItsSeries() {
        store(UP, T0, 1);
        var batch = head.appender();
        batch.append(UP, T0 + STEP, 2);
        batch.append(UP, T0 + 3 * STEP, 3);
        head.forget(NOON.plusMillis(2 * STEP));
        batch.commit();
        assertEquals(List.of("45000 3.0"), up(0, Long.MAX_VALUE));
        assertEquals(1, refused(Append.TOO_OLD));
    }

    @Test
    void forgettingNeverGoesBack() {
        store(UP, T0, 1);
        head.forget(NOON.plusMillis(1));
        head.forget(NOON.minusMillis(1));
        assertEquals(Append.TOO_OLD, store(UP, T0, 1));
        assertEquals(T0 + 1, head.statistics().keptFromMillis());
    }

    @Test
    void churnLeavesNoTraceInTheIndex() {
        for (int pod = 0; pod < 1_000; pod++) {
            long at = T0 + pod * STEP;
            store(Labels.of("__name__", "up", "pod", "checkout-" + pod), at, 1);
            head.forget(Instant.ofEpochMilli(at - 9 * STEP));
        }
        assertEquals(10, head.statistics().series());
        assertEquals(10, head.series(0, Long.MAX_VALUE, List.of()).size());
        assertEquals(
                List.of(),
                head.series(0, Long.MAX_VALUE, List.of(Matcher.equal("pod", "checkout-0"))));
        assertEquals(
                1,
                head.series(0, Long.MAX_VALUE, List.of(Matcher.equal("pod", "checkout-999"))).size());
    }

    @Test
    void aWrongLimitIsNamed() {
        var options = HeadOptions.defaults();
        var error = assertThrows(IllegalArgumentException.class, () -> options.withSeries(0));
        assertEquals("series: expected a limit of at least 1, got 0", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> options.withRetention(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> options.withSamplesPerChunk(0));
    }

    private long refused(Append reason) {
        return Map.copyOf(head.statistics().refused()).getOrDefault(reason, -1L);
    }
}

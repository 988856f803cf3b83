package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.SimulatedDisk.Ending;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The log is read along, from any place on, and keeps what somebody has yet to read.
class LogReaderTest {

    private final StorageRig rig = new StorageRig();

    /// Collects values, and where each was.
    private static final class Collected implements LogReader.Sink<Labels> {
        final List<Double> values = new ArrayList<>();
        final List<LogPosition> places = new ArrayList<>();
        int announced;
        private LogPosition batch = new LogPosition(0, 0, 0);

        @Override
        public Labels series(Labels labels) {
            announced++;
            return labels;
        }

        @Override
        public void batch(LogPosition begin) {
            batch = begin;
        }

        @Override
        public void number(int index, Labels series, long timestampMillis, double value) {
            values.add(value);
            places.add(new LogPosition(batch.segment(), batch.offset(), index));
        }

        @Override
        public void histogram(int index, Labels series, long timestampMillis, FloatHistogram histogram) {
            number(index, series, timestampMillis, histogram.count());
        }
    }

    private static Collected rest(LogReader<Labels> reader) throws IOException {
        var collected = new Collected();
        boolean more = true;
        while (more) {
            more = reader.read(1, collected);
        }
        return collected;
    }

    private static List<Double> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> (double) i).toList();
    }

    private void store(int from, int to) {
        for (int i = from; i < to; i++) {
            rig.scrape(1, i);
            rig.timeline.advance(StorageRig.STEP);
        }
    }

    @Test
    void whatIsCommittedIsReadOnceInItsOrder() throws IOException {
        var reader = rig.storage.log().<Labels>reader(rig.storage.log().end());
        assertTrue(rest(reader).values.isEmpty());
        store(0, 3);
        assertEquals(numbers(0, 3), rest(reader).values);
        store(3, 5);
        assertEquals(numbers(3, 5), rest(reader).values);
        assertTrue(rest(reader).values.isEmpty());
        assertEquals(rig.storage.log().end(), reader.position());
    }

    @Test
    void aReaderGoesOnFromFileToFileAndIntoTheNextProcess() throws IOException {
        rig.reopen(rig.options.withSegmentBytes(200));
        var reader = rig.storage.log().<Labels>reader(rig.storage.log().end());
        store(0, 20);
        assertEquals(numbers(0, 20), rest(reader).values);
        assertTrue(rig.logFiles() > 2);
        var place = reader.position();
        store(20, 30);
        rig.restart(Ending.KILLED);
        store(30, 40);
        assertEquals(numbers(20, 40), rest(rig.storage.log().reader(place)).values);
        assertEquals(numbers(0, 40), rest(rig.storage.log().reader(rig.storage.log().oldest())).values);
    }

    @Test
    void aReaderBeginsBetweenAnyTwoSamples() throws IOException {
        rig.reopen(rig.options.withSegmentBytes(500));
        for (int i = 0; i < 40; i++) {
            rig.scrape(5, i);
            rig.timeline.advance(StorageRig.STEP);
        }
        var all = rest(rig.storage.log().reader(new LogPosition(0, 0, 0)));
        assertEquals(200, all.values.size());
        for (int i = 0; i < 200; i++) {
            var rest = rest(rig.storage.log().reader(all.places.get(i)));
            assertEquals(all.values.subList(i, 200), rest.values, "from " + all.places.get(i));
        }
    }

    @Test
    void aSeriesIsAskedForOnceInAFileAndOnlyWhenItIsRead() throws IOException {
        store(0, 10);
        var reader = rig.storage.log().<Labels>reader(rig.storage.log().end());
        rig.scrape(3, 10);
        rig.timeline.advance(StorageRig.STEP);
        rig.scrape(3, 11);
        assertEquals(3, rest(reader).announced);
    }

    @Test
    void filesAreKeptUntilTheyAreReadAndDeletedThen() throws IOException {
        rig.reopen(rig.options.withSegmentBytes(2000));
        var reader = rig.storage.log().<Labels>reader(rig.storage.log().end());
        rig.storage.log().hold(() -> reader.position().segment());
        rig.run(Duration.ofHours(7), 2);
        int held = rig.logFiles();
        var read = rest(reader);
        assertEquals(2 * 7 * 240, read.values.size());
        assertEquals(0, reader.lost());
        rig.storage.maintain();
        assertTrue(rig.logFiles() < held / 2, held + " files, then " + rig.logFiles());
    }

    @Test
    void beyondTheLimitTheOldestFilesGoAndTheirSamplesAreCounted() throws IOException {
        rig.reopen(rig.options.withSegmentBytes(2000).withHeldLogBytes(10_000));
        var reader = rig.storage.log().<Labels>reader(rig.storage.log().end());
        rig.storage.log().hold(() -> reader.position().segment());
        rig.run(Duration.ofHours(7), 2);
        var read = rest(reader);
        assertEquals(2 * 7 * 240, read.values.size() + reader.lost());
        assertTrue(reader.lost() > 0);
        assertTrue(rig.notices.stream().anyMatch(notice -> notice.contains("(heldLogBytes)")), rig.notices::toString);
    }

    @Test
    void withoutAReaderNothingIsKept() {
        rig.reopen(rig.options.withSegmentBytes(2000));
        rig.run(Duration.ofHours(7), 2);
        assertFalse(rig.logFiles() > 30, rig.logFiles() + " files");
    }

    @Test
    void aPlaceInAFileThatWasLostIsTheStartOfThisProcess() throws IOException {
        store(0, 5);
        var lost = new LogPosition(99, 700, 3);
        rig.restart(Ending.KILLED);
        assertTrue(lost.compareTo(rig.storage.log().start()) > 0);
        var reader = rig.storage.log().<Labels>reader(rig.storage.log().start());
        store(5, 8);
        assertEquals(numbers(5, 8), rest(reader).values);
    }

    @Test
    void whatIsDamagedIsLeftOutAndTheRestIsRead() throws IOException {
        store(0, 10);
        var file = rig.disk.files().stream().filter(path -> path.toString().endsWith(".log")).findFirst().orElseThrow();
        var places = rest(rig.storage.log().reader(new LogPosition(0, 0, 0))).places;
        var bytes = rig.disk.content(file);
        bytes[(int) places.get(4).offset() + 20] ^= 1;
        rig.disk.replace(file, bytes);
        var rest = rest(rig.storage.log().reader(new LogPosition(0, 0, 0))).values;
        assertEquals(9, rest.size());
        assertFalse(rest.contains(4.0));
    }
}

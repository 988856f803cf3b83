package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.SimulatedDisk.Ending;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.Exemplars.Exemplar;
import dev.headroom.tsdb.Exemplars.OfSeries;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExemplarsTest {

    private static final Labels SERIES = StorageRig.series(1);

    private final StorageRig rig = new StorageRig();

    private static Exemplar trace(String trace, double value, long at) {
        return new Exemplar(Labels.of("trace_id", trace), value, at);
    }

    private void scrape(Exemplar... exemplars) {
        var batch = rig.storage.appender();
        assertEquals(SampleSink.Append.STORED, batch.append(SERIES, rig.timeline.now().toEpochMilli(), 1));
        for (var exemplar : exemplars) {
            batch.exemplar(SERIES, exemplar);
        }
        batch.commit();
        rig.timeline.advance(StorageRig.STEP);
    }

    private List<String> traces() {
        return rig.storage.exemplars().all().stream()
                .map(pointed -> pointed.exemplar().labels().value("trace_id"))
                .toList();
    }

    private long files() {
        return rig.disk.files().stream().filter(file -> file.toString().contains("exemplars")).count();
    }

    @Test
    void whatWasScrapedIsThereAfterARestart() {
        scrape(trace("a", 0.5, 1000), trace("b", 0.25, 2000));
        scrape(new Exemplar(Labels.of("trace_id", "c"), 3, rig.timeline.now().toEpochMilli(), false));
        var before = rig.storage.exemplars().select(0, Long.MAX_VALUE, List.of(List.of()));
        assertEquals(1, before.size());
        rig.restart(Ending.KILLED);
        assertEquals(before, rig.storage.exemplars().select(0, Long.MAX_VALUE, List.of(List.of())));
        assertEquals(
                List.of(new OfSeries(SERIES, List.of(trace("a", 0.5, 1000)))),
                rig.storage.exemplars().select(0, 1500, List.of(List.of())));
        scrape(trace("d", 1, rig.timeline.now().toEpochMilli()));
        rig.storage.tick();
        rig.restart(Ending.POWER_LOST);
        assertEquals(List.of("a", "b", "c", "d"), traces());
    }

    @Test
    void theOldestGoFromMemoryAndFromTheDisk() {
        rig.reopen(rig.options.withHead(rig.options.head().withExemplars(100)));
        for (int i = 0; i < 1000; i++) {
            scrape(trace("t" + i, i, i));
        }
        var last = IntStream.range(900, 1000).mapToObj(i -> "t" + i).toList();
        assertEquals(last, traces());
        assertTrue(files() <= 6, () -> files() + " files");
        rig.restart(Ending.KILLED);
        assertEquals(last, traces());
    }

    @Test
    void manyStartsLeaveFewFiles() {
        for (int i = 0; i < 100; i++) {
            scrape(trace("t" + i, i, i));
            rig.restart(Ending.KILLED);
            assertTrue(files() <= 10, () -> files() + " files");
        }
        assertEquals(100, traces().size());
    }

    @Test
    void aLimitOfNoneKeepsNone() {
        rig.reopen(rig.options.withHead(rig.options.head().withExemplars(0)));
        scrape(trace("a", 1, 1));
        assertEquals(List.of(), traces());
        assertEquals(0, files());
    }

    @Test
    void oneThatIsScrapedAgainIsKeptOnce() {
        long first = rig.timeline.now().toEpochMilli();
        scrape(new Exemplar(Labels.of("trace_id", "timeless"), 1, first, false));
        scrape(new Exemplar(Labels.of("trace_id", "timeless"), 1, first + 15_000, false));
        assertEquals(List.of("timeless"), traces());
        scrape(trace("timed", 1, first + 20_000), trace("late", 1, first), trace("timed", 1, first + 20_000));
        assertEquals(List.of("timeless", "timed"), traces(), "one that is older than the newest is not kept");
    }

    @Test
    void labelsHaveALimit() {
        scrape(trace("x".repeat(Exemplars.LABEL_CHARACTERS - "trace_id".length()), 1, 1));
        scrape(trace("y".repeat(Exemplars.LABEL_CHARACTERS - "trace_id".length() + 1), 1, 2));
        assertEquals(1, traces().size());
    }

    @Test
    void aFullDiskKeepsThemInMemoryAndTheyAreCounted() {
        scrape(trace("a", 1, 1));
        rig.disk.capacity(rig.disk.used());
        scrape(trace("b", 1, 2));
        assertEquals(List.of("a", "b"), traces());
        assertEquals(1, rig.storage.counters().exemplarsUnlogged.sum());
        rig.disk.capacity(Long.MAX_VALUE);
        scrape(trace("c", 1, 3));
        rig.restart(Ending.KILLED);
        assertEquals(List.of("a", "c"), traces());
    }

    @Test
    void damageCostsWhatFollowsInTheFileAndIsNamed() {
        scrape(trace("a", 1, 1));
        scrape(trace("b", 1, 2));
        scrape(trace("c", 1, 3));
        var file = rig.disk.files().stream()
                .filter(path -> path.toString().contains("exemplars"))
                .findFirst()
                .orElseThrow();
        var bytes = rig.disk.content(file);
        int second = 16 + (bytes.length - 16) / 3 + 40;
        bytes[second] ^= 1;
        rig.disk.replace(file, bytes);
        rig.restart(Ending.KILLED);
        assertEquals("a", traces().getFirst());
        assertTrue(rig.notices.getFirst().startsWith(file + ": at byte "), rig.notices::toString);
        scrape(trace("d", 1, 4));
        rig.restart(Ending.KILLED);
        assertEquals("d", traces().getLast());
    }
}

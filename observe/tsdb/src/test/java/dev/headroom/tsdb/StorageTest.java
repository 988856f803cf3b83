package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.ByteWriter;
import dev.headroom.files.SimulatedDisk.Ending;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.tsdb.SampleSink.Append;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorageTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final StorageRig rig = new StorageRig();

    @Test
    void whatWasCommittedIsThereAfterARestart() {
        rig.run(HOUR, 3);
        var before = rig.everything();
        assertEquals(3 * 240, rig.sampleCount());
        rig.restart(Ending.KILLED);
        assertEquals(before, rig.everything());
        assertEquals(List.of(), rig.notices);
    }

    @Test
    void whatIsOlderThanThreeHoursIsInBlocksAndNotInTheLog() {
        rig.run(HOUR.multipliedBy(13), 3);
        assertEquals(3 * 13 * 240, rig.sampleCount());
        var held = rig.storage.statistics();
        assertTrue(held.head().samples() <= 3 * 3 * 240, () -> held.head().toString());
        assertEquals(rig.blockFiles(), held.blocks().size());
        assertTrue(rig.blockFiles() >= 3 && rig.blockFiles() <= 5, () -> held.blocks().toString());
        assertTrue(rig.logFiles() <= 3, () -> "log files " + rig.logFiles());
        var before = rig.everything();
        rig.restart(Ending.KILLED);
        assertEquals(before, rig.everything());
        assertEquals(held.head().samples(), rig.storage.statistics().head().samples());
    }

    @Test
    void smallBlocksBecomeBigOnes() {
        rig.run(Duration.ofDays(3), 1);
        assertEquals(3 * 24 * 240, rig.sampleCount());
        var blocks = rig.storage.statistics().blocks();
        assertTrue(blocks.size() <= 8, blocks::toString);
        assertTrue(blocks.stream().anyMatch(block -> block.samples() > 17 * 240), blocks::toString);
        assertEquals(List.of(), rig.notices);
    }

    @Test
    void aSelectionSeesHeadAndBlocksAsOne() {
        rig.run(HOUR.multipliedBy(5), 3);
        long from = StorageRig.NOON.plus(HOUR).toEpochMilli();
        long to = StorageRig.NOON.plus(HOUR.multipliedBy(4)).toEpochMilli() - 1;
        var one = rig.select(from, to, Matcher.equal("instance", "host-1"));
        assertEquals(List.of(StorageRig.series(1)), List.copyOf(one.keySet()));
        assertEquals(3 * 240, one.firstEntry().getValue().size());
        assertEquals(240.0, one.firstEntry().getValue().firstEntry().getValue());
        assertEquals(3, rig.storage.series(from, from + 20_000, List.of()).size());
        assertEquals(List.of(), rig.storage.series(0, 1, List.of()));
    }

    @Test
    void aSeriesThatEndedIsFoundInItsBlock() {
        rig.run(HOUR, 5);
        rig.run(HOUR.multipliedBy(5), 2);
        assertEquals(2, rig.storage.statistics().head().series());
        long noon = StorageRig.NOON.toEpochMilli();
        assertEquals(5, rig.storage.series(noon, noon + 1000, List.of()).size());
        assertEquals(240, rig.select(0, Long.MAX_VALUE, Matcher.equal("instance", "host-4"))
                .firstEntry().getValue().size());
    }

    @Test
    void samplesGoWhenTheyArePastTheRetention() {
        rig.reopen(rig.options.withRetentionTime(Duration.ofHours(10)));
        rig.run(HOUR.multipliedBy(20), 1);
        long oldest = rig.everything().firstEntry().getValue().firstKey();
        var age = Duration.ofMillis(rig.timeline.now().toEpochMilli() - oldest);
        assertTrue(age.compareTo(HOUR.multipliedBy(10)) > 0 && age.compareTo(HOUR.multipliedBy(14)) < 0,
                () -> "the oldest sample is " + age + " old");
    }

    @Test
    void theOldestBlocksGoWhenTheFolderIsTooBig() {
        rig.run(HOUR.multipliedBy(24), 4);
        var before = rig.storage.statistics();
        long limit = before.log().bytes() + before.blockBytes() / 2;
        rig.reopen(rig.options.withRetentionBytes(limit));
        rig.storage.maintain();
        var held = rig.storage.statistics();
        assertTrue(held.blockBytes() + held.log().bytes() <= limit, held::toString);
        assertTrue(held.blockBytes() > 0, held::toString);
        assertTrue(rig.storage.counters().sizeRetentions.sum() > 0);
    }

    @Test
    void aFolderHasOneWriter() {
        var second = assertThrows(StorageException.class, () -> rig.open(rig.disk));
        assertEquals("/data: expected a folder that nobody writes to, got one that another storage holds; stop it, or"
                + " give another folder", second.getMessage());
        rig.storage.close();
        rig.open(rig.disk).close();
    }

    @Test
    void aFolderOfANewerProgramIsLeftAlone() {
        for (var name : List.of("/data/format", "/data/wal/0000000000000001.log")) {
            var fresh = new StorageRig();
            fresh.run(HOUR, 1);
            fresh.storage.close();
            var file = Path.of(name);
            var content = fresh.disk.content(file);
            var bytes = new ByteWriter(0).raw(content, 0, content.length);
            bytes.replaceU32(8, 7);
            bytes.replaceU32(12, bytes.checksum(0, 12));
            fresh.disk.replace(file, bytes.toArray());
            var newer = assertThrows(StorageException.class, () -> fresh.open(fresh.disk));
            assertEquals(name + ": expected format version 3 or older, got 7, which a newer Headroom wrote; start that"
                    + " one, or give another folder", newer.getMessage());
        }
    }

    @Test
    void lateSamplesAreRefusedUnlessAWindowAdmitsThem() {
        rig.scrape(1, 1);
        assertEquals(Append.OUT_OF_ORDER, rig.scrapeAt(StorageRig.NOON.minusSeconds(60), 1, 2));
        rig.reopen(rig.options.withHead(rig.options.head().withOutOfOrderWindow(Duration.ofMinutes(10))));
        assertEquals(Append.STORED, rig.scrapeAt(StorageRig.NOON.minusSeconds(60), 1, 2));
        assertEquals(Append.STORED, rig.scrapeAt(StorageRig.NOON.minusSeconds(90), 1, 3));
        assertEquals(Append.OUT_OF_ORDER, rig.scrapeAt(StorageRig.NOON.minusSeconds(601), 1, 4));
        long noon = StorageRig.NOON.toEpochMilli();
        var expected = java.util.Map.of(noon - 90_000, 3.0, noon - 60_000, 2.0, noon, 1.0);
        assertEquals(expected, rig.everything().firstEntry().getValue());
        rig.restart(Ending.KILLED);
        assertEquals(expected, rig.everything().firstEntry().getValue());
        rig.storage.flush();
        rig.restart(Ending.KILLED);
        assertEquals(expected, rig.everything().firstEntry().getValue());
    }

    @Test
    void aSampleTakesFewBytesOfTheLogThoughItsFilesAnnounceEverySeries() {
        var rig = new StorageRig();
        for (int i = 0; i < 100; i++) {
            rig.scrape(1000, (double) i);
            rig.timeline.advance(StorageRig.STEP);
        }
        long bytes = rig.storage.statistics().log().bytes();
        assertTrue(bytes < 100 * 1000, "bytes of the log: " + bytes);
    }

    @Test
    void aLargeBatchIsWholeAfterARestart() {
        var batch = rig.storage.appender();
        for (int i = 0; i < 120_000; i++) {
            batch.append(Labels.of("n", String.valueOf(i)), 1, i);
        }
        batch.commit();
        rig.restart(Ending.KILLED);
        assertEquals(120_000, rig.sampleCount());
    }
}

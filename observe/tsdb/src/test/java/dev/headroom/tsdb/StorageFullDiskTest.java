package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.SimulatedDisk.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A disk that is full: storing and querying go on from memory, the loss is counted, and it ends by itself.
class StorageFullDiskTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int PER_HOUR = 240;

    private final StorageRig rig = new StorageRig();

    @Test
    void storingGoesOnIsCountedAndRecovers() {
        rig.run(HOUR, 3);
        rig.disk.capacity(rig.disk.used() + 100);
        rig.run(HOUR.multipliedBy(4), 3);
        assertEquals(3 * 5 * PER_HOUR, rig.sampleCount());
        long unlogged = rig.storage.counters().samplesUnlogged.sum();
        assertTrue(unlogged > 3 * (4 * PER_HOUR - 10) && unlogged <= 3 * 4 * PER_HOUR, () -> "counted " + unlogged);
        assertTrue(rig.storage.counters().compactionsFailed.sum() > 0);
        assertEquals(2, rig.notices.size(), rig.notices::toString);
        assertTrue(rig.notices.get(0).startsWith("log: expected room for a batch, got \"No space left on device\""));
        assertTrue(rig.notices.get(1).startsWith("blocks: expected the disk to take or delete a block"));

        rig.disk.capacity(Long.MAX_VALUE);
        rig.run(HOUR, 3);
        assertEquals(unlogged, rig.storage.counters().samplesUnlogged.sum());
        assertEquals(4, rig.notices.size(), rig.notices::toString);
        assertTrue(rig.notices.get(2).startsWith("log: it can be written again; "), rig.notices::toString);
        assertEquals("blocks: they can be written again", rig.notices.get(3));
        assertEquals(3 * 6 * PER_HOUR, rig.sampleCount());
        rig.storage.flush();
        rig.restart(Ending.KILLED);
        assertEquals(3 * 6 * PER_HOUR, rig.sampleCount());
    }

    @Test
    void aProcessThatEndsMeanwhileLosesOnlyWhatWasCounted() {
        rig.run(HOUR, 3);
        rig.disk.capacity(rig.disk.used() + 1000);
        rig.run(HOUR, 3);
        long unlogged = rig.storage.counters().samplesUnlogged.sum();
        rig.restart(Ending.KILLED);
        assertEquals(3 * 2 * PER_HOUR - unlogged, rig.sampleCount());
    }

    @Test
    void aFullDiskCanBeOpenedAndRead() {
        rig.run(HOUR, 3);
        var before = rig.everything();
        rig.disk.capacity(rig.disk.used());
        rig.restart(Ending.KILLED);
        assertEquals(before, rig.everything());
        rig.scrape(3, 1);
        rig.disk.capacity(Long.MAX_VALUE);
        rig.timeline.advance(StorageRig.STEP);
        rig.scrape(3, 2);
        assertEquals(3, rig.storage.counters().samplesUnlogged.sum());
        assertEquals(3 * PER_HOUR + 6, rig.sampleCount());
    }

    @Test
    void memoryHasALimitWhenNoBlockCanBeWrittenForLong() {
        rig.disk.capacity(0);
        rig.reopen(rig.options.withHead(rig.options.head().withRetention(HOUR.multipliedBy(6))));
        rig.run(HOUR.multipliedBy(10), 2);
        assertTrue(rig.sampleCount() <= 2 * 6 * PER_HOUR + 10, () -> "holds " + rig.sampleCount());
        assertEquals(2 * 10 * PER_HOUR, rig.sampleCount() + rig.storage.counters().samplesDropped.sum());
    }
}

package dev.headroom.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {

    private static final Path FILE = Path.of("/data/a");
    private static final byte[] TEN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    @Test
    void aKilledProcessLeavesAFirstPartOfTheWriteUnderWay() throws IOException {
        Set<Integer> lengths = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            var disk = new SimulatedDisk(new SplittableRandom(seed));
            var out = disk.create(FILE);
            out.write(ByteBuffer.wrap(TEN));
            disk.crashAt(disk.operations() + 1);
            assertThrows(SimulatedDisk.Crash.class, () -> out.write(ByteBuffer.wrap(TEN)));
            assertThrows(SimulatedDisk.Crash.class, out::force);
            var left = disk.afterwards(SimulatedDisk.Ending.KILLED).content(FILE);
            assertArrayEquals(TEN, Arrays.copyOf(left, 10));
            lengths.add(left.length);
        }
        assertEquals(11, lengths.size());
    }

    @Test
    void aLossOfPowerLeavesWhatWasForcedUnderNamesThatWereSynced() throws IOException {
        boolean gone = false;
        boolean shorter = false;
        for (int seed = 0; seed < 200; seed++) {
            var disk = new SimulatedDisk(new SplittableRandom(seed));
            try (var out = disk.create(FILE)) {
                out.write(ByteBuffer.wrap(TEN));
                out.force();
                gone |= disk.afterwards(SimulatedDisk.Ending.POWER_LOST).files().isEmpty();
                disk.syncFolder(Path.of("/data"));
                out.write(ByteBuffer.wrap(TEN));
            }
            var next = disk.afterwards(SimulatedDisk.Ending.POWER_LOST);
            assertEquals(List.of(FILE), next.files());
            assertArrayEquals(TEN, Arrays.copyOf(next.content(FILE), 10));
            shorter |= next.content(FILE).length < 20;
        }
        assertTrue(gone && shorter);
    }

    @Test
    void aFullDiskTakesWhatFitsAndRecovers() throws IOException {
        var disk = new SimulatedDisk(new SplittableRandom(1));
        disk.capacity(15);
        try (var out = disk.create(FILE)) {
            out.write(ByteBuffer.wrap(TEN));
            var full = assertThrows(IOException.class, () -> out.write(ByteBuffer.wrap(TEN)));
            assertEquals("No space left on device", full.getMessage());
            assertEquals(15, out.size());
            disk.capacity(100);
            out.write(ByteBuffer.wrap(TEN));
        }
        assertEquals(25, disk.used());
    }
}

package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.SimulatedDisk;
import dev.headroom.files.SimulatedDisk.Ending;
import dev.headroom.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A byte of a folder is flipped, or a file is cut off, in every region of every kind of file: it is found and named,
/// and everything else is there. `-Dheadroom.seed=N` runs one seed.
class StorageDamageTest {

    private static final int SEEDS = 40;
    private static final int DAMAGES = 10;
    private static final int SERIES = 20;

    static LongStream seeds() {
        var one = Long.getLong("headroom.seed");
        return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
    }

    private final StorageRig rig = new StorageRig();

    private static String repeat(long seed, Path file, long at) {
        return "seed " + seed + ", " + file + " at byte " + at + "; repeat with ./mvnw -pl :tsdb -am verify"
                + " -Dtest=StorageDamageTest -Dheadroom.seed=" + seed + " -Dsurefire.failIfNoSpecifiedTests=false";
    }

    /// A folder with blocks and a log.
    private static StorageRig used(StorageRig rig) {
        rig.reopen(rig.options.withBlockRange(Duration.ofMinutes(20)).withSegmentBytes(3000));
        rig.run(Duration.ofMinutes(90), SERIES);
        return rig;
    }

    private NavigableMap<Labels, NavigableMap<Long, Double>> read(SimulatedDisk disk) {
        rig.notices.clear();
        var storage = rig.open(disk);
        var found = StorageRig.read(storage, Long.MIN_VALUE, Long.MAX_VALUE);
        storage.close();
        return found;
    }

    private static void assertNothingInvented(
            Map<Labels, NavigableMap<Long, Double>> found,
            Map<Labels, NavigableMap<Long, Double>> whole,
            String what) {
        found.forEach((labels, samples) -> assertTrue(
                whole.getOrDefault(labels, new TreeMap<>()).entrySet().containsAll(samples.entrySet()), what));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFlippedBitIsFoundNamedAndLeavesTheRest(long seed) {
        var random = new SplittableRandom(seed);
        used(rig);
        var whole = rig.everything();
        long all = rig.sampleCount();
        var files = rig.disk.files();
        for (int i = 0; i < DAMAGES; i++) {
            var disk = rig.disk.afterwards(Ending.KILLED);
            var file = files.get(random.nextInt(files.size()));
            var bytes = disk.content(file);
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            disk.replace(file, bytes);
            var found = read(disk);
            var what = repeat(seed, file, at);
            assertTrue(rig.notices.stream().anyMatch(notice -> notice.startsWith(file.toString())),
                    () -> what + "; not named in " + rig.notices);
            assertNothingInvented(found, whole, what);
            long left = found.values().stream().mapToLong(Map::size).sum();
            // At worst a group of 16 series in a block of 40 minutes, or a record that announced all series of a
            // segment of the log.
            assertTrue(all - left <= 16 * 160, () -> what + "; lost " + (all - left) + " of " + all);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFileThatIsCutOffIsNamedAndLeavesTheOthers(long seed) {
        var random = new SplittableRandom(seed);
        used(rig);
        var whole = rig.everything();
        for (var file : rig.disk.files()) {
            var disk = rig.disk.afterwards(Ending.KILLED);
            var bytes = disk.content(file);
            int length = random.nextInt(bytes.length);
            disk.replace(file, Arrays.copyOf(bytes, length));
            var found = read(disk);
            var what = repeat(seed, file, length);
            assertNothingInvented(found, whole, what);
            var expected = length == 0 && file.toString().endsWith(".log");
            assertTrue(expected || isRecordEnd(rig.notices, file), () -> what + "; not named in " + rig.notices);
        }
    }

    /// A log that ends behind a whole record is whole.
    private static boolean isRecordEnd(List<String> notices, Path file) {
        return file.toString().endsWith(".log")
                || notices.stream().anyMatch(notice -> notice.contains(file.toString()));
    }

    @Test
    void aBlockThatCannotBeReadIsSetAsideAndWhatTheLogStillHasComesBack() {
        rig.run(Duration.ofMinutes(30), 2);
        var whole = rig.everything();
        var beforeTheCut = rig.disk.afterwards(Ending.KILLED);
        rig.storage.flush();
        var block = rig.disk.files().stream()
                .filter(file -> file.toString().endsWith(".block"))
                .findFirst()
                .orElseThrow();
        beforeTheCut.replace(block, Arrays.copyOf(rig.disk.content(block), 100));
        rig.notices.clear();
        rig.disk = beforeTheCut;
        rig.storage = rig.open(beforeTheCut);
        assertEquals(whole, rig.everything());
        assertTrue(rig.notices.contains(block + ": no footer matches its checksum; its samples are missing, and the"
                + " file is kept as 0000000000000001.block.damaged"), rig.notices::toString);
        rig.storage.flush();
        rig.restart(Ending.KILLED);
        assertEquals(whole, rig.everything());
        assertEquals(1, rig.blockFiles());
    }

    @Test
    void storingGoesOnInADamagedFolder() {
        used(rig);
        var random = new SplittableRandom(3);
        for (var file : List.copyOf(rig.disk.files())) {
            var bytes = rig.disk.content(file);
            bytes[random.nextInt(bytes.length)] ^= 1;
            rig.disk.replace(file, bytes);
        }
        rig.restart(Ending.KILLED);
        long before = rig.sampleCount();
        rig.run(Duration.ofMinutes(90), SERIES);
        assertEquals(before + SERIES * 90 * 4, rig.sampleCount());
        var all = rig.everything();
        rig.restart(Ending.KILLED);
        assertEquals(all, rig.everything());
        assertFalse(rig.notices.isEmpty());
        assertEquals(Set.copyOf(rig.notices).size(), rig.notices.size(), rig.notices::toString);
    }
}

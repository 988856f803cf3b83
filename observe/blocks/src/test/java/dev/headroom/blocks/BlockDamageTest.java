package dev.headroom.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.DamagedException;
import dev.headroom.files.SimulatedDisk;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Every byte of a block is flipped once, and a block is cut off everywhere: each time the damage is told, and what is
/// still read is what was written.
class BlockDamageTest {

    private static final int SERIES = 40;

    private final SplittableRandom random = new SplittableRandom(11);
    private final SimulatedDisk disk = new SimulatedDisk(random.split());
    private final NavigableMap<Labels, NavigableMap<Long, Stored>> written =
            WrittenBlocks.samples(random, SERIES, 1_700_000_000_000L);

    private record Reading(Map<Labels, NavigableMap<Long, Stored>> samples, List<Labels> found, List<Damage> damage) {}

    private Reading read(Path path) throws IOException {
        var damage = new ArrayList<Damage>();
        try (var block = Block.open(disk, path, damage::add)) {
            var found = block.series(
                    Long.MIN_VALUE, Long.MAX_VALUE, List.of(Matcher.equal(Labels.NAME, "metric_1")));
            return new Reading(WrittenBlocks.read(block), found, damage);
        }
    }

    @Test
    void aFlippedBitAnywhereIsFoundNamedAndCostsAChunkOrAGroupOfSeriesAtMost() throws IOException {
        var path = WrittenBlocks.write(disk, 1, written).path();
        var whole = disk.content(path);
        for (int at = 0; at < whole.length; at++) {
            var bytes = whole.clone();
            bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            disk.replace(path, bytes);
            int place = at;
            var reading = read(path);
            assertFalse(reading.damage().isEmpty(), () -> "byte " + place + " was not found");
            assertTrue(reading.damage().getFirst().toString().startsWith(path + ": at byte "));
            reading.samples().forEach((labels, samples) -> {
                var expected = written.getOrDefault(labels, new TreeMap<>());
                assertTrue(expected.entrySet().containsAll(samples.entrySet()), () -> "byte " + place);
            });
            int lostSeries = SERIES - reading.samples().size();
            long lost = count(written) - count(reading.samples());
            assertTrue(lostSeries <= BlockWriter.SERIES_PER_GROUP, () -> "byte " + place + " cost " + lostSeries);
            assertTrue(lostSeries > 1 || lost <= WrittenBlocks.SAMPLES_PER_CHUNK, () -> "byte " + place);
            var expected = reading.samples().keySet().stream()
                    .filter(labels -> labels.value(Labels.NAME).equals("metric_1"))
                    .toList();
            assertTrue(reading.found().containsAll(expected), () -> "byte " + place);
        }
    }

    private static long count(Map<Labels, NavigableMap<Long, Stored>> samples) {
        return samples.values().stream().mapToLong(NavigableMap::size).sum();
    }

    @Test
    void aBlockThatIsCutOffIsRefusedOrWhole() throws IOException {
        var path = WrittenBlocks.write(disk, 1, written).path();
        var whole = disk.content(path);
        for (int length = 0; length < whole.length; length++) {
            disk.replace(path, Arrays.copyOf(whole, length));
            try {
                assertEquals(written, read(path).samples());
            } catch (DamagedException refused) {
                assertEquals("no footer matches its checksum", refused.getMessage());
            }
        }
    }

    @Test
    void randomBytesInThePlaceOfABlockAreRefusedOrTold() throws IOException {
        var path = WrittenBlocks.write(disk, 1, written).path();
        var whole = disk.content(path);
        for (int run = 0; run < 500; run++) {
            var bytes = whole.clone();
            int from = random.nextInt(whole.length);
            int to = Math.min(whole.length, from + 1 + random.nextInt(2000));
            for (int at = from; at < to; at++) {
                bytes[at] = (byte) random.nextInt();
            }
            disk.replace(path, bytes);
            try {
                assertFalse(read(path).damage().isEmpty() && !Arrays.equals(whole, bytes), "run " + run);
            } catch (DamagedException refused) {
                assertEquals("no footer matches its checksum", refused.getMessage());
            }
        }
    }
}

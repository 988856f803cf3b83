package dev.headroom.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.ByteWriter;
import dev.headroom.files.Disk;
import dev.headroom.files.NewerVersionException;
import dev.headroom.files.OsDisk;
import dev.headroom.files.SimulatedDisk;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockTest {

    private static final long START = 1_700_000_000_000L;
    private static final List<Matcher> SELECTORS = List.of(
            Matcher.equal(Labels.NAME, "metric_1"),
            Matcher.equal("code", ""),
            Matcher.of(Matcher.Type.NOT_EQUAL, "code", "404"),
            Matcher.of(Matcher.Type.NOT_EQUAL, "code", ""),
            Matcher.of(Matcher.Type.REGEX, "code", "2..|"),
            Matcher.of(Matcher.Type.REGEX, "code", "[45].."),
            Matcher.of(Matcher.Type.NOT_REGEX, "code", "[45].."),
            Matcher.equal("ünicode", "straße"),
            Matcher.equal("nowhere", "x"),
            Matcher.of(Matcher.Type.REGEX, "instance", ".*[02468]"),
            Matcher.equal("instance", "10.0.0.7"));

    private final SplittableRandom random = new SplittableRandom(7);
    private final SimulatedDisk disk = new SimulatedDisk(random.split());

    @Test
    void samplesComeBackAsTheyWere() throws IOException {
        var written = WrittenBlocks.samples(random, 50, START);
        try (var block = WrittenBlocks.write(disk, 3, written)) {
            assertEquals(written, WrittenBlocks.read(block));
            assertEquals(50, block.info().series());
            assertEquals(written.values().stream().mapToInt(NavigableMap::size).sum(), block.info().samples());
            assertEquals(written.values().stream().mapToLong(NavigableMap::firstKey).min().getAsLong(),
                    block.info().minMillis());
            assertEquals(written.values().stream().mapToLong(NavigableMap::lastKey).max().getAsLong(),
                    block.info().maxMillis());
        }
        assertEquals(List.of(WrittenBlocks.FOLDER.resolve("0000000000000003.block")), disk.files());
    }

    @Test
    void matchersFindWhatAWalkOverAllLabelsFinds() throws IOException {
        var written = WrittenBlocks.samples(random, 50, START);
        try (var block = WrittenBlocks.write(disk, 1, written)) {
            for (var first : SELECTORS) {
                for (var second : SELECTORS) {
                    var expected = written.keySet().stream()
                            .filter(labels -> first.matches(labels) && second.matches(labels))
                            .toList();
                    var matchers = List.of(first, second);
                    assertEquals(expected, block.series(Long.MIN_VALUE, Long.MAX_VALUE, matchers), matchers::toString);
                }
            }
        }
    }

    @Test
    void aSpanFindsTheSeriesWithASampleInIt() throws IOException {
        var written = WrittenBlocks.samples(random, 50, START);
        try (var block = WrittenBlocks.write(disk, 1, written)) {
            for (int i = 0; i < 100; i++) {
                long from = START + random.nextInt(110_000);
                long to = from + random.nextInt(3000);
                var expected = written.entrySet().stream()
                        .filter(entry -> !entry.getValue().subMap(from, true, to, true).isEmpty())
                        .map(java.util.Map.Entry::getKey)
                        .toList();
                assertEquals(expected, block.series(from, to, List.of()));
            }
        }
    }

    @Test
    void blocksMergeIntoOneInWhichTheNewerCounts() throws IOException {
        var expected = new TreeMap<Labels, NavigableMap<Long, Stored>>();
        var blocks = new ArrayList<Block>();
        for (int id = 1; id <= 5; id++) {
            var written = WrittenBlocks.samples(random, 20 + id, START + random.nextInt(10) * 30_000L);
            written.forEach((labels, samples) ->
                    expected.computeIfAbsent(labels, _ -> new TreeMap<>()).putAll(samples));
            blocks.add(WrittenBlocks.write(disk, id, written));
        }
        var path = BlockMerge.merge(disk, WrittenBlocks.FOLDER, 6, blocks, 20).orElseThrow();
        try (var merged = Block.open(disk, path, damage -> {
            throw new IllegalStateException(damage.toString());
        })) {
            assertEquals(expected, WrittenBlocks.read(merged));
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), merged.sources());
            assertEquals(5, merged.info().logSegment());
        }
    }

    @Test
    void aWriterThatIsClosedEarlyLeavesNothing() throws IOException {
        try (var writer = BlockWriter.create(disk, WrittenBlocks.FOLDER, 1)) {
            var samples = java.util.Map.of(1L, Stored.number(2));
            writer.add(Labels.of("a", "b"), WrittenBlocks.chunks(new TreeMap<>(samples)));
        }
        assertEquals(List.of(), disk.files());
    }

    @Test
    void seriesComeInTheirOrderOnly() throws IOException {
        try (var writer = BlockWriter.create(disk, WrittenBlocks.FOLDER, 1)) {
            var chunks = WrittenBlocks.chunks(new TreeMap<>(java.util.Map.of(1L, Stored.number(2))));
            writer.add(Labels.of("a", "b"), chunks);
            assertThrows(IllegalArgumentException.class, () -> writer.add(Labels.of("a", "b"), chunks));
        }
    }

    @Test
    void aBlockOfANewerProgramIsNotOpened() throws IOException {
        var path = WrittenBlocks.write(disk, 1, WrittenBlocks.samples(random, 3, START)).path();
        var bytes = new ByteWriter(0);
        var content = disk.content(path);
        bytes.raw(content, 0, content.length);
        bytes.replaceU32(8, 3);
        bytes.replaceU32(12, bytes.checksum(0, 12));
        disk.replace(path, bytes.toArray());
        var newer = assertThrows(NewerVersionException.class, () -> Block.open(disk, path, _ -> {}));
        assertTrue(String.valueOf(newer.getMessage()).contains("expected format version 2 or older, got 3"));
    }

    @Test
    void aBlockIsReadFromTheRealDisk(@TempDir Path folder) throws IOException {
        Disk real = new OsDisk();
        var labels = Labels.of(Labels.NAME, "up");
        try (var writer = BlockWriter.create(real, folder, 1)) {
            var samples = java.util.Map.of(1L, Stored.number(2), 3L, Stored.number(4));
            writer.add(labels, WrittenBlocks.chunks(new TreeMap<>(samples)));
            var path = writer.finish(new BlockWriter.Origin(0, 0, List.of()));
            try (var block = Block.open(real, path, _ -> {})) {
                assertEquals(List.of(labels), block.series(2, 3, List.of()));
                assertEquals(List.of(), block.series(2, 2, List.of()));
            }
        }
    }
}

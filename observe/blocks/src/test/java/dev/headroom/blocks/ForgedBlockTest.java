package dev.headroom.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.files.DamagedException;
import dev.headroom.files.SimulatedDisk;
import dev.headroom.model.Labels;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Blocks whose checksums are right and whose numbers are not, as fuzzing makes them.
class ForgedBlockTest {

    private final SplittableRandom random = new SplittableRandom(5);
    private final SimulatedDisk disk = new SimulatedDisk(random.split());

    private Path written() throws IOException {
        try (var block = WrittenBlocks.write(disk, 1, WrittenBlocks.samples(random, 20, 1_700_000_000_000L))) {
            return block.path();
        }
    }

    private void replaceFooters(Path path, BlockInfo info) throws IOException {
        var bytes = disk.content(path);
        int at = bytes.length - BlockFooter.BYTES;
        var footer = BlockFooter.read(MemorySegment.ofArray(bytes).asSlice(at, BlockFooter.BYTES), bytes.length);
        var forged = new BlockFooter(info, footer.parts()).bytes();
        System.arraycopy(forged, 0, bytes, at, forged.length);
        System.arraycopy(forged, 0, bytes, at - forged.length, forged.length);
        disk.replace(path, bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void moreSeriesThanBytesAreDamage(long series) throws IOException {
        var path = written();
        replaceFooters(path, new BlockInfo(1, 0, 1, series, 1, 1, 1, 0, 0));

        var refused = assertThrows(DamagedException.class, () -> Block.open(disk, path, _ -> {}));
        assertEquals("a footer with " + series + " series in ", String.valueOf(refused.getMessage())
                .replaceAll("\\d+ bytes$", ""));
    }

    @Test
    void seriesBeyondTheGroupsAreToldAndTheOthersAreRead() throws IOException {
        var path = written();
        replaceFooters(path, new BlockInfo(1, 0, 1, 500, 1, 1, 1, 0, 0));
        var told = new ArrayList<Damage>();

        try (var block = Block.open(disk, path, told::add)) {
            assertEquals(20, block.select(Long.MIN_VALUE, Long.MAX_VALUE, List.of()).size());
        }
        assertEquals("series are counted in group 2 of 2", told.getFirst().what());
    }

    @Test
    void aChunkOfMoreSamplesThanAnyWriterPutsTogetherIsToldAndLeftOut() throws IOException {
        var told = new ArrayList<Damage>();
        try (var writer = BlockWriter.create(disk, WrittenBlocks.FOLDER, 1)) {
            var chunk = new Chunk(Chunk.Encoding.NUMBERS, new long[1], Integer.MAX_VALUE, 0, 1);
            writer.add(Labels.of(Labels.NAME, "a"), List.of(chunk));
            var path = writer.finish(new BlockWriter.Origin(1, 0, List.of()));

            try (var block = Block.open(disk, path, told::add)) {
                assertEquals(List.of(), block.select(0, 1, List.of()));
            }
        }
        assertEquals("a chunk of 2147483647 samples, at most 65536 (chunkSamples)", told.getFirst().what());
    }

    @Test
    void aChunkOfNoiseIsNoHistogramOrSaysWhatIsWrong() {
        var random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            var noise = new Chunk(Chunk.Encoding.HISTOGRAMS, random.longs(20).toArray(), 3, 0, 1);
            try {
                ChunkMerge.read(List.of(noise), Long.MIN_VALUE, Long.MAX_VALUE);
            } catch (ChunkException _) {
                refused++;
            }
        }
        assertTrue(refused > 1000, "refused: " + refused);
    }
}

package dev.headroom.blocks;

import dev.headroom.blocks.BlockWriter.Origin;
import dev.headroom.files.Disk;
import dev.headroom.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Makes one block of several. Reads and writes series by series, so that memory does not grow with the blocks.
public final class BlockMerge {

    private BlockMerge() {}

    /// A block on its way through the merge.
    private static final class Cursor {
        private final long id;
        private final Iterator<BlockSeries> rest;
        private BlockSeries current;

        Cursor(long id, Iterator<BlockSeries> rest) {
            this.id = id;
            this.rest = rest;
            this.current = rest.next();
        }

        Labels labels() {
            return current.labels();
        }
    }

    /// Writes the block `id` of the given blocks. Where they overlap and differ, the newer block counts.
    ///
    /// @return the file; empty when nothing of the blocks can be read
    public static Optional<Path> merge(Disk disk, Path folder, long id, List<Block> blocks, int samplesPerChunk)
            throws IOException {
        var newestFirst = new ArrayList<>(blocks);
        newestFirst.sort(Comparator.comparingLong((Block block) -> block.info().id()).reversed());
        var cursors = new PriorityQueue<>(
                Comparator.comparing(Cursor::labels).thenComparingLong(cursor -> -cursor.id));
        for (var block : newestFirst) {
            var series = block.all();
            if (series.hasNext()) {
                cursors.add(new Cursor(block.info().id(), series));
            }
        }
        try (var writer = BlockWriter.create(disk, folder, id)) {
            while (!cursors.isEmpty()) {
                var labels = cursors.peek().labels();
                var chunks = new ArrayList<Chunk>();
                while (!cursors.isEmpty() && cursors.peek().labels().equals(labels)) {
                    var cursor = cursors.poll();
                    chunks.addAll(cursor.current.chunks());
                    if (cursor.rest.hasNext()) {
                        cursor.current = cursor.rest.next();
                        cursors.add(cursor);
                    }
                }
                writer.add(labels, ChunkMerge.tidy(chunks, samplesPerChunk));
            }
            return writer.isEmpty() ? Optional.empty() : Optional.of(writer.finish(origin(blocks)));
        }
    }

    private static Origin origin(List<Block> blocks) {
        var newest = blocks.stream()
                .map(Block::info)
                .max(Comparator.comparingLong(BlockInfo::logSegment).thenComparingLong(BlockInfo::cutMillis))
                .orElseThrow();
        return new Origin(
                newest.logSegment(),
                newest.cutMillis(),
                blocks.stream().map(block -> block.info().id()).toList());
    }
}

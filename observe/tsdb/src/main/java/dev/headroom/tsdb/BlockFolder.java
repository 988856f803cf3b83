package dev.headroom.tsdb;

import dev.headroom.blocks.Block;
import dev.headroom.blocks.BlockInfo;
import dev.headroom.blocks.BlockMerge;
import dev.headroom.blocks.BlockSeries;
import dev.headroom.blocks.BlockWriter;
import dev.headroom.blocks.ChunkMerge;
import dev.headroom.blocks.Damage;
import dev.headroom.files.DamagedException;
import dev.headroom.files.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The block files of a storage, and the blocks in them that are open.
///
/// A block replaces others only when it is durable, and says which; whatever moment a process ends at, the next one
/// finds either the old blocks or the new one, and deletes what is superseded.
final class BlockFolder implements AutoCloseable {

    private static final String DAMAGED = ".damaged";

    private final Disk disk;
    private final Path folder;
    private final int samplesPerChunk;
    private final StorageCounters counters;
    private final BlockShelf shelf = new BlockShelf();
    private long lastId;

    BlockFolder(Disk disk, Path folder, int samplesPerChunk, StorageCounters counters) {
        this.disk = disk;
        this.folder = folder;
        this.samplesPerChunk = samplesPerChunk;
        this.counters = counters;
    }

    BlockShelf shelf() {
        return shelf;
    }

    List<BlockInfo> infos() {
        return shelf.blocks().stream().map(Block::info).toList();
    }

    /// Opens what is there. A block that cannot be read is set aside under another name.
    void open() throws IOException {
        var opened = new ArrayList<Block>();
        Set<Long> superseded = new HashSet<>();
        for (var listed : disk.list(folder)) {
            var id = Block.NAMES.number(listed.name());
            var path = folder.resolve(listed.name());
            if (BlockWriter.isUnfinished(listed.name())) {
                disk.delete(path);
            } else if (id.isPresent()) {
                lastId = Math.max(lastId, id.getAsLong());
                try {
                    var block = Block.open(disk, path, this::damaged);
                    opened.add(block);
                    superseded.addAll(block.sources());
                } catch (DamagedException wrong) {
                    setAside(path, wrong);
                }
            } else if (listed.name().endsWith(DAMAGED)) {
                Block.NAMES.number(listed.name().substring(0, listed.name().length() - DAMAGED.length()))
                        .ifPresent(aside -> lastId = Math.max(lastId, aside));
            }
        }
        shelf.replace(List.of(), opened);
        remove(block -> superseded.contains(block.info().id()));
    }

    private void setAside(Path path, DamagedException wrong) throws IOException {
        var aside = path.resolveSibling(path.getFileName() + DAMAGED);
        disk.move(path, aside);
        counters.blockCorruptions.increment();
        counters.notice(path + ": " + wrong.getMessage() + "; its samples are missing, and the file is kept as "
                + aside.getFileName());
    }

    private void damaged(Damage damage) {
        counters.blockCorruptions.increment();
        counters.notice(damage + "; what it held is left out");
    }

    /// Writes series to a block, unless there are none.
    void write(List<BlockSeries> series, long logSegment, long cutMillis) throws IOException {
        if (series.isEmpty()) {
            return;
        }
        Path path;
        try (var writer = BlockWriter.create(disk, folder, ++lastId)) {
            for (var each : series) {
                writer.add(each.labels(), ChunkMerge.tidy(each.chunks(), samplesPerChunk));
            }
            path = writer.finish(new BlockWriter.Origin(logSegment, cutMillis, List.of()));
        }
        shelf.replace(List.of(), List.of(Block.open(disk, path, this::damaged)));
    }

    /// Makes one block of several.
    void merge(List<BlockInfo> infos) throws IOException {
        var ids = new HashSet<>(infos.stream().map(BlockInfo::id).toList());
        try (var lease = shelf.lease(Long.MIN_VALUE, Long.MAX_VALUE)) {
            var sources = lease.blocks().stream()
                    .filter(block -> ids.contains(block.info().id()))
                    .toList();
            var merged = BlockMerge.merge(disk, folder, ++lastId, sources, samplesPerChunk);
            if (merged.isPresent()) {
                shelf.replace(sources, List.of(Block.open(disk, merged.get(), this::damaged)));
            } else {
                shelf.replace(sources, List.of());
            }
            for (var source : sources) {
                disk.delete(source.path());
            }
        }
    }

    /// Deletes blocks.
    ///
    /// @return how many
    int remove(Predicate<Block> which) throws IOException {
        var gone = shelf.blocks().stream().filter(which).toList();
        shelf.replace(gone, List.of());
        for (var block : gone) {
            disk.delete(block.path());
        }
        return gone.size();
    }

    @Override
    public void close() {
        shelf.close();
    }
}

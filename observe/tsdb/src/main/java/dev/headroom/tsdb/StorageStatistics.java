package dev.headroom.tsdb;

import dev.headroom.blocks.BlockInfo;
import java.util.List;
import java.util.OptionalLong;

/// What a [Storage] holds.
///
/// @param oldestMillis the time of the oldest sample in memory
/// @param newestMillis the time of the newest sample in memory; [Long#MIN_VALUE] without one
/// @param blocks the blocks, oldest first
/// @param replayNanos how long it took to open
public record StorageStatistics(
        HeadStatistics head,
        OptionalLong oldestMillis,
        long newestMillis,
        List<BlockInfo> blocks,
        Log log,
        StorageOptions options,
        long replayNanos) {

    /// @param segments files of the log
    public record Log(int segments, long bytes) {}

    public StorageStatistics {
        blocks = List.copyOf(blocks);
    }

    public long blockBytes() {
        return blocks.stream().mapToLong(BlockInfo::bytes).sum();
    }
}

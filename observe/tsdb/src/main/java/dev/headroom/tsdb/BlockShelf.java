package dev.headroom.tsdb;

import dev.headroom.blocks.Block;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The blocks of a storage: which there are, and who reads which. A block that is taken away is closed when its last
/// reader is done.
final class BlockShelf implements AutoCloseable {

    private final Map<Block, Integer> readers = new HashMap<>();
    private final Set<Block> leaving = new HashSet<>();
    private List<Block> blocks = List.of();

    /// Blocks that stay open until the lease is closed.
    final class Lease implements AutoCloseable {
        private final List<Block> leased;

        private Lease(List<Block> leased) {
            this.leased = leased;
        }

        List<Block> blocks() {
            return leased;
        }

        @Override
        public void close() {
            giveBack(leased);
        }
    }

    /// The blocks, oldest first.
    synchronized List<Block> blocks() {
        return blocks;
    }

    synchronized Lease lease(long fromMillis, long toMillis) {
        var leased = blocks.stream().filter(block -> block.overlaps(fromMillis, toMillis)).toList();
        leased.forEach(block -> readers.merge(block, 1, Integer::sum));
        return new Lease(leased);
    }

    private synchronized void giveBack(List<Block> leased) {
        for (var block : leased) {
            if (readers.merge(block, -1, Integer::sum) == 0) {
                readers.remove(block);
                if (leaving.remove(block)) {
                    block.close();
                }
            }
        }
    }

    /// Puts blocks in the place of others, in one step for those who read.
    synchronized void replace(Collection<Block> gone, Collection<Block> come) {
        var all = new ArrayList<>(blocks);
        all.removeAll(gone);
        all.addAll(come);
        all.sort(Comparator.comparingLong((Block block) -> block.info().minMillis())
                .thenComparingLong(block -> block.info().id()));
        blocks = List.copyOf(all);
        for (var block : gone) {
            if (readers.containsKey(block)) {
                leaving.add(block);
            } else {
                block.close();
            }
        }
    }

    synchronized long bytes() {
        return blocks.stream().mapToLong(block -> block.info().bytes()).sum();
    }

    @Override
    public void close() {
        replace(blocks(), List.of());
    }
}

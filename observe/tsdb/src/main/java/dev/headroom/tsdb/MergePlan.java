package dev.headroom.tsdb;

import dev.headroom.blocks.BlockInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which blocks to make one block of.
final class MergePlan {

    /* As Prometheus plans: time is cut into windows of three times the length, again and again, up to the longest
     * block.
     *
     * 1. Blocks that overlap are merged first, because queries pay for them twice.
     * 2. Then the blocks of the shortest window that is over (the newest block lies behind it) and holds more than one.
     *
     * So each sample is written about once for each length of window.
     */

    private static final int GROWTH = 3;

    private MergePlan() {}

    /// The blocks to merge next; none when there is nothing to do.
    static List<BlockInfo> next(List<BlockInfo> blocks, long shortestMillis, long longestMillis) {
        var ordered = new ArrayList<>(blocks);
        ordered.sort(Comparator.comparingLong(BlockInfo::minMillis).thenComparingLong(BlockInfo::id));
        var overlapping = overlapping(ordered);
        if (!overlapping.isEmpty()) {
            return overlapping;
        }
        for (long window = shortestMillis; window <= longestMillis; window *= GROWTH) {
            for (var together : windows(ordered, window).values()) {
                if (together.size() > 1) {
                    return together;
                }
            }
        }
        return List.of();
    }

    /// The first blocks of which each overlaps one before.
    private static List<BlockInfo> overlapping(List<BlockInfo> ordered) {
        var found = new ArrayList<BlockInfo>();
        long end = Long.MIN_VALUE;
        for (var block : ordered) {
            if (block.minMillis() > end) {
                if (found.size() > 1) {
                    return found;
                }
                found.clear();
            }
            found.add(block);
            end = Math.max(end, block.maxMillis());
        }
        return found.size() > 1 ? found : List.of();
    }

    /// The blocks that lie within one window each, by window, but for the window of the newest block.
    private static Map<Long, List<BlockInfo>> windows(List<BlockInfo> ordered, long window) {
        var byWindow = new LinkedHashMap<Long, List<BlockInfo>>();
        long newest = ordered.isEmpty() ? 0 : Math.floorDiv(ordered.getLast().minMillis(), window);
        for (var block : ordered) {
            long number = Math.floorDiv(block.minMillis(), window);
            if (number < newest && Math.floorDiv(block.maxMillis(), window) == number) {
                byWindow.computeIfAbsent(number, _ -> new ArrayList<>()).add(block);
            }
        }
        return byWindow;
    }
}

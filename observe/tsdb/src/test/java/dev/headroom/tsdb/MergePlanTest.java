package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.blocks.BlockInfo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergePlanTest {

    private static BlockInfo block(long id, long min, long max) {
        return new BlockInfo(id, min, max, 1, 1, 1, 0, 0, 100);
    }

    private static List<Long> plan(BlockInfo... blocks) {
        return MergePlan.next(List.of(blocks), 10, 90).stream().map(BlockInfo::id).toList();
    }

    @Test
    void blocksOfAWindowThatIsOverBecomeOne() {
        assertEquals(List.of(1L, 2L, 3L),
                plan(block(1, 0, 9), block(2, 10, 19), block(3, 20, 29), block(4, 30, 39)));
    }

    @Test
    void theWindowOfTheNewestBlockWaits() {
        assertEquals(List.of(), plan(block(1, 0, 9), block(2, 10, 19)));
        assertEquals(List.of(), plan());
        assertEquals(List.of(), plan(block(1, 0, 9)));
    }

    @Test
    void blocksThatOverlapComeFirst() {
        assertEquals(List.of(4L, 5L),
                plan(block(1, 0, 9), block(2, 10, 19), block(3, 30, 39), block(4, 40, 49), block(5, 45, 60)));
    }

    @Test
    void smallBlocksOfOneShortWindowBecomeOne() {
        assertEquals(List.of(1L, 2L), plan(block(1, 0, 4), block(2, 5, 9), block(3, 30, 39)));
    }

    @Test
    void noWindowIsLongerThanTheLongest() {
        var blocks = new ArrayList<BlockInfo>();
        for (int i = 0; i < 40; i++) {
            blocks.add(block(i + 1, i * 90L, i * 90L + 89));
        }
        assertEquals(List.of(), MergePlan.next(blocks, 10, 90));
    }

    @Test
    void eachSampleIsMergedAFewTimesOnly() {
        var blocks = new ArrayList<BlockInfo>();
        long id = 0;
        long written = 0;
        for (long window = 0; window < 300; window++) {
            blocks.add(block(++id, window * 10, window * 10 + 9));
            for (var plan = MergePlan.next(blocks, 10, 270); !plan.isEmpty();
                    plan = MergePlan.next(blocks, 10, 270)) {
                written += plan.stream().mapToLong(BlockInfo::samples).sum();
                blocks.removeAll(plan);
                blocks.add(new BlockInfo(++id, plan.getFirst().minMillis(), plan.getLast().maxMillis(), 1, 1,
                        plan.stream().mapToLong(BlockInfo::samples).sum(), 0, 0, 100));
            }
        }
        assertEquals(300, blocks.stream().mapToLong(BlockInfo::samples).sum());
        assertTrue(written <= 3 * 300, "wrote " + written);
        assertTrue(blocks.size() <= 12 + 6, "left " + blocks.size());
    }
}

package dev.headroom.blocks;

import dev.headroom.model.BucketCounts;
import java.util.Arrays;

/// The numbers of a histogram that a chunk tells apart, each with what it was in the histogram before: what a
/// [HistogramWriter] and a [HistogramReader] at the same place agree on.
final class HistogramSlots {

    static final int SUM = 0;
    static final int COUNT = 1;
    static final int ZERO = 2;
    static final int FIRST_BUCKET = 3;
    private static final int[] NOTHING = {};

    private int[] positive = NOTHING;
    private int[] negative = NOTHING;

    /// What each slot was before; how it changed then, or the window of [ChunkWriter#writeDifference]; whether it was
    /// written at all. Slots of positive buckets come before those of negative ones.
    long[] last = new long[FIRST_BUCKET];

    long[] change = new long[FIRST_BUCKET];
    boolean[] known = new boolean[FIRST_BUCKET];

    int size() {
        return last.length;
    }

    /// The indices of the positive buckets.
    int[] positive() {
        return positive;
    }

    /// The indices of the negative buckets.
    int[] negative() {
        return negative;
    }

    /// The indices of positive buckets that have no slot yet.
    int[] missingPositive(BucketCounts buckets) {
        return missing(positive, buckets);
    }

    /// The indices of negative buckets that have no slot yet.
    int[] missingNegative(BucketCounts buckets) {
        return missing(negative, buckets);
    }

    private static int[] missing(int[] slots, BucketCounts buckets) {
        int[] missing = NOTHING;
        int found = 0;
        int at = 0;
        for (int i = 0; i < buckets.size(); i++) {
            int index = buckets.index(i);
            while (at < slots.length && slots[at] < index) {
                at++;
            }
            if (at == slots.length || slots[at] != index) {
                if (found == missing.length) {
                    missing = Arrays.copyOf(missing, buckets.size());
                }
                missing[found++] = index;
            }
        }
        return found == missing.length ? missing : Arrays.copyOf(missing, found);
    }

    /// Adds slots for buckets that have none.
    void grow(int[] morePositive, int[] moreNegative) {
        var before = this.copy();
        int size = last.length + morePositive.length + moreNegative.length;
        last = Arrays.copyOf(before.last, size);
        change = Arrays.copyOf(before.change, size);
        known = Arrays.copyOf(before.known, size);
        positive = merge(before, before.positive, morePositive, FIRST_BUCKET, FIRST_BUCKET);
        negative = merge(before, before.negative, moreNegative, FIRST_BUCKET + before.positive.length,
                FIRST_BUCKET + positive.length);
    }

    private HistogramSlots copy() {
        var copy = new HistogramSlots();
        copy.positive = positive;
        copy.negative = negative;
        copy.last = last;
        copy.change = change;
        copy.known = known;
        return copy;
    }

    private int[] merge(HistogramSlots before, int[] indices, int[] more, int from, int to) {
        var merged = new int[indices.length + more.length];
        int old = 0;
        int fresh = 0;
        for (int i = 0; i < merged.length; i++) {
            boolean isOld = fresh == more.length || (old < indices.length && indices[old] < more[fresh]);
            merged[i] = isOld ? indices[old] : more[fresh];
            last[to + i] = isOld ? before.last[from + old] : 0;
            change[to + i] = isOld ? before.change[from + old] : 0;
            known[to + i] = isOld && before.known[from + old];
            old += isOld ? 1 : 0;
            fresh += isOld ? 0 : 1;
        }
        return merged;
    }
}

package dev.headroom.model;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// The buckets of one side of a [HistogramSum]: ascending indices, each with a compensated sum (see [KahanSum]).
final class BucketSums {

    private int[] indices;
    private double[] sums;
    private double[] compensations;
    private int size;

    BucketSums(BucketCounts first) {
        indices = new int[first.size()];
        sums = new double[first.size()];
        compensations = new double[first.size()];
        for (int i = 0; i < first.size(); i++) {
            indices[i] = first.index(i);
            sums[i] = first.count(i);
        }
        size = first.size();
    }

    private BucketSums(BucketSums other) {
        indices = other.indices.clone();
        sums = other.sums.clone();
        compensations = other.compensations.clone();
        size = other.size;
    }

    BucketSums copy() {
        return new BucketSums(this);
    }

    int size() {
        return size;
    }

    int index(int place) {
        return indices[place];
    }

    double count(int place) {
        return Double.isInfinite(sums[place]) ? sums[place] : sums[place] + compensations[place];
    }

    boolean isPopulated(int place) {
        return sums[place] != 0 || compensations[place] != 0;
    }

    /// Adds buckets.
    ///
    /// @param sign 1 to add, -1 to subtract
    /// @param target the index here of a bucket there; must not descend
    void add(BucketCounts other, double sign, IntUnaryOperator target) {
        int place = 0;
        for (int i = 0; i < other.size(); i++) {
            place = add(place, target.applyAsInt(other.index(i)), sign * other.count(i));
        }
    }

    private int add(int from, int index, double count) {
        int place = from;
        while (place < size && indices[place] < index) {
            place++;
        }
        if (place < size && indices[place] == index) {
            addAt(place, count);
        } else {
            insert(place, index, count);
        }
        return place;
    }

    private void addAt(int place, double count) {
        double total = sums[place] + count;
        if (Double.isInfinite(total)) {
            compensations[place] = 0;
        } else if (Math.abs(sums[place]) >= Math.abs(count)) {
            compensations[place] += (sums[place] - total) + count;
        } else {
            compensations[place] += (count - total) + sums[place];
        }
        sums[place] = total;
    }

    private void insert(int place, int index, double count) {
        if (size == indices.length) {
            int room = Math.max(8, 2 * size);
            indices = Arrays.copyOf(indices, room);
            sums = Arrays.copyOf(sums, room);
            compensations = Arrays.copyOf(compensations, room);
        }
        System.arraycopy(indices, place, indices, place + 1, size - place);
        System.arraycopy(sums, place, sums, place + 1, size - place);
        System.arraycopy(compensations, place, compensations, place + 1, size - place);
        indices[place] = index;
        sums[place] = count;
        compensations[place] = 0;
        size++;
    }

    /// Puts every bucket into the one with its new index; those must not descend.
    void remap(IntUnaryOperator target) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int index = target.applyAsInt(indices[i]);
            if (kept > 0 && indices[kept - 1] == index) {
                double sum = sums[i];
                double compensation = compensations[i];
                addAt(kept - 1, sum);
                addAt(kept - 1, compensation);
            } else {
                indices[kept] = index;
                sums[kept] = sums[i];
                compensations[kept++] = compensations[i];
            }
        }
        size = kept;
    }

    /// Takes out the buckets whose index passes, and adds them to a sum.
    void drain(IntPredicate drained, KahanSum into) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (drained.test(indices[i])) {
                into.add(sums[i]);
                into.add(compensations[i]);
            } else {
                indices[kept] = indices[i];
                sums[kept] = sums[i];
                compensations[kept++] = compensations[i];
            }
        }
        size = kept;
    }

    void scale(double factor) {
        for (int i = 0; i < size; i++) {
            sums[i] *= factor;
            compensations[i] *= factor;
        }
    }

    void divide(double divisor) {
        for (int i = 0; i < size; i++) {
            sums[i] /= divisor;
            compensations[i] /= divisor;
        }
    }

    boolean overflows() {
        for (int i = 0; i < size; i++) {
            if (Double.isInfinite(sums[i])) {
                return true;
            }
        }
        return false;
    }

    /// The buckets that are not empty.
    BucketCounts counts() {
        var counts = new double[size];
        Arrays.setAll(counts, this::count);
        return new BucketCounts(Arrays.copyOf(indices, size), counts).compact();
    }
}

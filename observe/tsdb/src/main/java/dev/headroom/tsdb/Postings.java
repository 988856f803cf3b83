package dev.headroom.tsdb;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// The series that carry one label pair, in ascending order of their refs. Grows at its end only, because a new series
/// has the highest ref.
final class Postings {

    private MemorySeries[] series = new MemorySeries[1];
    private int size;

    int size() {
        return size;
    }

    void add(MemorySeries added) {
        if (size == series.length) {
            series = Arrays.copyOf(series, 2 * size);
        }
        series[size++] = added;
    }

    void addTo(List<MemorySeries> found) {
        found.addAll(Arrays.asList(series).subList(0, size));
    }

    boolean any(Predicate<MemorySeries> wanted) {
        for (int i = 0; i < size; i++) {
            if (wanted.test(series[i])) {
                return true;
            }
        }
        return false;
    }

    /// Takes out the series that are marked as removed.
    void dropRemoved() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!series[i].isRemoved()) {
                series[kept++] = series[i];
            }
        }
        series = Arrays.copyOf(series, Math.max(1, kept));
        size = kept;
    }
}

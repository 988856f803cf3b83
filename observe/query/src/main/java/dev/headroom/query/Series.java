package dev.headroom.query;

import dev.headroom.model.Labels;

/// One series of an intermediate result.
///
/// @param dropName whether the metric name is to be dropped at the end of the evaluation
record Series(Labels labels, boolean dropName, Column column) {

    Series with(Column other) {
        return new Series(labels, dropName, other);
    }

    static long size(Iterable<Series> all) {
        long size = 0;
        for (var series : all) {
            size += series.column.size();
        }
        return size;
    }
}

package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.PromqlException;
import dev.headroom.tsdb.Queryable;
import dev.headroom.windows.Annotations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What all parts of the evaluation of one query share.
record QueryRun(Queryable storage, EngineOptions options, Annotations annotations, Budget budget) {

    /// The labels that say what a metric is; operations that make another metric of it drop them.
    private static final List<String> METADATA = List.of(Labels.NAME, "__type__", "__unit__");

    /// Reads series; what comes is held until the operation that asked has its result.
    List<Queryable.Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        budget.check();
        var selected = storage.select(minMillis, maxMillis, matchers);
        for (var series : selected) {
            long cost = series.samples().size();
            if (series.samples().hasHistograms()) {
                cost = 0;
                for (int i = 0; i < series.samples().size(); i++) {
                    cost += Budget.cost(series.samples().histogram(i));
                }
            }
            budget.hold(cost);
        }
        return selected;
    }

    /// The labels of a series whose name is to go: without it, unless that happens at the end.
    Labels nameless(Labels labels) {
        return options.delayedNameRemoval() ? labels : withoutMetadata(labels);
    }

    static Labels withoutMetadata(Labels labels) {
        return labels.has(METADATA.get(0)) || labels.has(METADATA.get(1)) || labels.has(METADATA.get(2))
                ? labels.without(METADATA)
                : labels;
    }

    /// A failure of a query that is well-formed.
    static PromqlException failure(String message) {
        return new PromqlException(PromqlException.Kind.EXECUTION, message);
    }

    static PromqlException sameLabels() {
        return failure("vector cannot contain metrics with the same labelset");
    }

    /// Drops the names that were to go, and joins what then has the same labels.
    List<Series> named(List<Series> vector, int steps) {
        if (!options.delayedNameRemoval()) {
            return vector;
        }
        var cleaned = new ArrayList<Series>(vector.size());
        for (var series : vector) {
            var labels = series.dropName() ? withoutMetadata(series.labels()) : series.labels();
            cleaned.add(new Series(labels, false, series.column()));
        }
        return joined(cleaned, steps);
    }

    /// Makes one series of those with the same labels.
    ///
    /// @throws PromqlException when two of them have a value at the same step
    static List<Series> joined(List<Series> vector, int steps) {
        var byLabels = new LinkedHashMap<Labels, List<Series>>();
        for (var series : vector) {
            byLabels.computeIfAbsent(series.labels(), _ -> new ArrayList<>(1)).add(series);
        }
        if (byLabels.size() == vector.size()) {
            return vector;
        }
        var joined = new ArrayList<Series>(byLabels.size());
        var builder = new ColumnBuilder(steps);
        for (var same : byLabels.values()) {
            if (same.size() == 1) {
                joined.add(same.getFirst());
                continue;
            }
            for (var series : same) {
                for (int step = series.column().first(); step < series.column().end(); step++) {
                    if (series.column().has(step)) {
                        if (builder.has(step)) {
                            throw sameLabels();
                        }
                        builder.copy(step, series.column());
                    }
                }
            }
            joined.add(same.getFirst().with(builder.take()));
        }
        return joined;
    }
}

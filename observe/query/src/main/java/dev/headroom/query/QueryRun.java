package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Expr;
import dev.headroom.promql.PromqlException;
import dev.headroom.tsdb.Queryable;
import dev.headroom.windows.Annotations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// What all parts of the evaluation of one query share.
///
/// @param statistics the selectors of which only count and sum of native histograms are wanted
record QueryRun(
        Queryable storage, EngineOptions options, Annotations annotations, Budget budget, Set<Expr> statistics) {

    /// The labels that say what a metric is; operations that make another metric of it drop them.
    private static final List<String> METADATA = List.of(Labels.NAME, "__type__", "__unit__");

    /// Reads the series of a selector.
    List<Queryable.Selected> select(long minMillis, long maxMillis, Expr.VectorSelector selector) {
        var selected = select(minMillis, maxMillis, selector.matchers());
        return statistics.contains(selector)
                ? selected.stream()
                        .map(each -> new Queryable.Selected(each.labels(), HistogramStatistics.of(each.samples())))
                        .toList()
                : selected;
    }

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

    /// Whether no two series have the same labels.
    static boolean isDistinct(List<Series> vector) {
        var seen = HashSet.<Labels>newHashSet(vector.size());
        return vector.stream().allMatch(series -> seen.add(series.labels()));
    }

    /// A builder for one more series of a result, whose room counts while it is being filled.
    ColumnBuilder builder(int steps) {
        budget.hold(steps);
        return new ColumnBuilder(steps);
    }

    /// Makes one series of those with the same labels.
    ///
    /// @throws PromqlException when two of them have a value at the same step
    static List<Series> joined(List<Series> vector, int steps) {
        if (isDistinct(vector)) {
            return vector;
        }
        var byLabels = new LinkedHashMap<Labels, List<Series>>();
        for (var series : vector) {
            byLabels.computeIfAbsent(series.labels(), _ -> new ArrayList<>()).add(series);
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

package dev.headroom.query;

import dev.headroom.promql.BinaryOp;
import dev.headroom.promql.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates `and`, `or` and `unless`: series stay or go, step by step, by whether the other side has a match.
final class SetOperation {

    private final Evaluation evaluation;
    private final Expr.Binary binary;

    SetOperation(Evaluation evaluation, Expr.Binary binary) {
        this.evaluation = evaluation;
        this.binary = binary;
    }

    List<Series> series() {
        var left = evaluation.vector(binary.left());
        var right = evaluation.vector(binary.right());
        var groups = new MatchGroups(binary.matching().orElseThrow(), left, right);
        var results = new ArrayList<Series>();
        var builder = new ColumnBuilder(evaluation.grid().count());
        var present = new IdentityHashMap<MatchGroups.Group, BitSet>();
        if (binary.op() == BinaryOp.OR) {
            results.addAll(left);
            for (var series : right) {
                var group = groups.of(series);
                keep(series, steps(group, group.left(), present), false, builder).ifPresent(results::add);
            }
        } else {
            for (var series : left) {
                var group = groups.of(series);
                keep(series, steps(group, group.right(), present), binary.op() == BinaryOp.AND, builder)
                        .ifPresent(results::add);
            }
        }
        return QueryRun.joined(results, evaluation.grid().count());
    }

    /// The steps at which any of the series has a value.
    private static BitSet steps(
            MatchGroups.Group group, List<Series> side, Map<MatchGroups.Group, BitSet> known) {
        return known.computeIfAbsent(group, _ -> {
            var steps = new BitSet();
            for (var series : side) {
                for (int step = series.column().first(); step < series.column().end(); step++) {
                    if (series.column().has(step)) {
                        steps.set(step);
                    }
                }
            }
            return steps;
        });
    }

    /// The series at those of its steps whose match is as wanted.
    private Optional<Series> keep(Series series, BitSet steps, boolean wanted, ColumnBuilder builder) {
        for (int step = series.column().first(); step < series.column().end(); step++) {
            evaluation.run().budget().work();
            if (series.column().has(step) && steps.get(step) == wanted) {
                builder.copy(step, series.column());
            }
        }
        var column = builder.take();
        return column.isEmpty() ? Optional.empty() : Optional.of(series.with(column));
    }
}

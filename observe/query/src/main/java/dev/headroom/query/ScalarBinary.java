package dev.headroom.query;

import dev.headroom.promql.Expr;
import java.util.ArrayList;
import java.util.List;

/// Evaluates binary operations between an instant vector and a scalar.
final class ScalarBinary {

    private final Evaluation evaluation;
    private final Expr.Binary binary;
    private final Elements elements;

    ScalarBinary(Evaluation evaluation, Expr.Binary binary) {
        this.evaluation = evaluation;
        this.binary = binary;
        this.elements = new Elements(binary, evaluation.run().annotations());
    }

    List<Series> series(boolean scalarFirst) {
        var scalars = evaluation.scalar(scalarFirst ? binary.left() : binary.right());
        var vector = evaluation.vector(scalarFirst ? binary.right() : binary.left());
        // A comparison that filters keeps the metric, anything else makes another one.
        boolean dropName = binary.returnBool() || (!binary.op().isComparison() && !isTrim());
        var run = evaluation.run();
        var results = new ArrayList<Series>(vector.size());
        var builder = new ColumnBuilder(evaluation.grid().count());
        for (var series : vector) {
            for (int step = series.column().first(); step < series.column().end(); step++) {
                run.budget().work();
                if (series.column().has(step)) {
                    calculate(series.column(), step, scalars[step], scalarFirst, builder);
                }
            }
            var column = builder.take();
            if (!column.isEmpty()) {
                var labels = dropName ? run.nameless(series.labels()) : series.labels();
                results.add(new Series(labels, dropName || series.dropName(), column));
            }
        }
        return QueryRun.joined(results, evaluation.grid().count());
    }

    private boolean isTrim() {
        return switch (binary.op()) {
            case TRIM_UPPER, TRIM_LOWER -> true;
            case ADD, SUB, MUL, DIV, MOD, ATAN2, POW, EQL, NEQ, GTR, LSS, GTE, LTE, AND, UNLESS, OR -> false;
        };
    }

    private void calculate(Column column, int step, double scalar, boolean scalarFirst, ColumnBuilder builder) {
        double value = column.value(step);
        var histogram = column.histogram(step);
        var outcome = scalarFirst
                ? elements.apply(scalar, null, value, histogram)
                : elements.apply(value, histogram, scalar, null);
        switch (outcome) {
            case IMPOSSIBLE -> {}
            case KEPT -> {
                if (binary.returnBool()) {
                    builder.set(step, 1);
                } else if (binary.op().isComparison()) {
                    // Always the element of the vector, on whichever side it stands.
                    builder.copy(step, column);
                } else {
                    builder.set(step, elements.value(), elements.histogram());
                }
            }
            case DROPPED -> {
                if (binary.returnBool()) {
                    builder.set(step, 0);
                }
            }
        }
    }
}

package dev.headroom.query;

import dev.headroom.promql.Expr;
import dev.headroom.promql.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Evaluates expressions on one grid. Instant vectors are lists of [Series], scalars one number per step.
record Evaluation(QueryRun run, Grid grid) {

    /// The value of an expression that is an instant vector.
    List<Series> vector(Expr expr) {
        if (grid.count() == 0) {
            return List.of();
        }
        run.budget().check();
        long before = run.budget().held();
        var result = isEvaluatedOnce(expr) ? repeated(expr) : freshVector(expr);
        run.budget().settle(before, Series.size(result));
        return result;
    }

    /// The value of an expression that is a scalar, one for each step.
    double[] scalar(Expr expr) {
        if (grid.count() == 0) {
            return new double[0];
        }
        run.budget().check();
        if (isEvaluatedOnce(expr)) {
            var values = new double[grid.count()];
            Arrays.fill(values, new Evaluation(run, grid.first()).scalar(expr)[0]);
            return values;
        }
        return freshScalar(expr);
    }

    /// The text of a string argument.
    static String text(Expr expr) {
        if (Preparation.bare(expr) instanceof Expr.StringLiteral literal) {
            return literal.value();
        }
        throw new IllegalStateException("no string literal: " + expr);
    }

    private boolean isEvaluatedOnce(Expr expr) {
        return !grid.isInstant() && StepInvariance.holds(expr);
    }

    private List<Series> repeated(Expr expr) {
        var once = new Evaluation(run, grid.first()).vector(expr);
        run.budget().hold(grid.count() * Series.size(once));
        return once.stream()
                .map(series -> series.with(series.column().repeated(grid.count())))
                .toList();
    }

    private List<Series> freshVector(Expr expr) {
        return switch (expr) {
            case Expr.VectorSelector selector -> InstantSelection.values(run, grid, selector);
            case Expr.Paren paren -> vector(paren.inner());
            case Expr.Unary unary -> unary.negative() ? negative(unary) : vector(unary.operand());
            case Expr.Binary binary -> binary(binary);
            case Expr.Aggregate aggregate -> new AggregateCall(this, aggregate).series();
            case Expr.Call call ->
                RangeCall.isOne(call) ? new RangeCall(run, grid, call).series() : new VectorCall(this, call).series();
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.MatrixSelector _, Expr.Subquery _ ->
                throw new IllegalStateException("no instant vector: " + expr);
        };
    }

    private List<Series> binary(Expr.Binary binary) {
        boolean leftIsScalar = binary.left().type() == ValueType.SCALAR;
        if (leftIsScalar || binary.right().type() == ValueType.SCALAR) {
            return new ScalarBinary(this, binary).series(leftIsScalar);
        }
        return binary.op().isSet()
                ? new SetOperation(this, binary).series()
                : new VectorBinary(this, binary).series();
    }

    private List<Series> negative(Expr.Unary unary) {
        var negated = new ArrayList<Series>();
        var builder = new ColumnBuilder(grid.count());
        for (var series : vector(unary.operand())) {
            var column = series.column();
            for (int step = column.first(); step < column.end(); step++) {
                if (column.has(step)) {
                    var histogram = column.histogram(step);
                    builder.set(step, -column.value(step), histogram == null ? null : histogram.times(-1));
                }
            }
            negated.add(new Series(run.nameless(series.labels()), true, builder.take()));
        }
        return run.options().delayedNameRemoval() ? negated : QueryRun.joined(negated, grid.count());
    }

    private double[] freshScalar(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number -> each(number.value());
            case Expr.Paren paren -> scalar(paren.inner());
            case Expr.Unary unary -> {
                var values = scalar(unary.operand());
                if (unary.negative()) {
                    Arrays.setAll(values, step -> -values[step]);
                }
                yield values;
            }
            case Expr.Binary binary -> {
                var left = scalar(binary.left());
                var right = scalar(binary.right());
                Arrays.setAll(left, step -> Elements.scalar(binary.op(), left[step], right[step]));
                yield left;
            }
            case Expr.Call call -> new VectorCall(this, call).scalar();
            case Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.MatrixSelector _,
                    Expr.Subquery _,
                    Expr.Aggregate _ -> throw new IllegalStateException("no scalar: " + expr);
        };
    }

    private double[] each(double value) {
        var values = new double[grid.count()];
        Arrays.fill(values, value);
        return values;
    }
}

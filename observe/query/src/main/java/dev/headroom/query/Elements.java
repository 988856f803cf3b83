package dev.headroom.query;

import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.HistogramSum;
import dev.headroom.model.HistogramTrim;
import dev.headroom.promql.BinaryOp;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Printer;
import dev.headroom.windows.Annotations;
import org.jspecify.annotations.Nullable;

/// The binary operators over two elements. One instance serves all elements of an operation: [#apply] leaves its result
/// in it.
final class Elements {

    private final BinaryOp op;
    private final Expr.Binary binary;
    private final Annotations annotations;
    private double value;
    private @Nullable FloatHistogram histogram;

    Elements(Expr.Binary binary, Annotations annotations) {
        this.op = binary.op();
        this.binary = binary;
        this.annotations = annotations;
    }

    /// What became of two elements.
    enum Outcome {
        /// There is a value.
        KEPT,
        /// A comparison does not hold; there is a value nevertheless.
        DROPPED,
        /// The operator makes no sense for the two, which is annotated.
        IMPOSSIBLE
    }

    double value() {
        return value;
    }

    @Nullable FloatHistogram histogram() {
        return histogram;
    }

    /// The greater of two numbers as in Go, where infinity counts more than NaN.
    static double max(double one, double other) {
        return one == Double.POSITIVE_INFINITY || other == Double.POSITIVE_INFINITY
                ? Double.POSITIVE_INFINITY
                : Math.max(one, other);
    }

    /// The lesser of two numbers as in Go, where infinity counts more than NaN.
    static double min(double one, double other) {
        return -max(-one, -other);
    }

    /// The operator over two scalars; comparisons give 1 or 0.
    static double scalar(BinaryOp op, double left, double right) {
        return op.isComparison() ? (compare(op, left, right) ? 1 : 0) : arithmetic(op, left, right);
    }

    private static boolean compare(BinaryOp op, double left, double right) {
        return switch (op) {
            case EQL -> left == right;
            case NEQ -> left != right;
            case GTR -> left > right;
            case LSS -> left < right;
            case GTE -> left >= right;
            case LTE -> left <= right;
            case ADD, SUB, MUL, DIV, MOD, ATAN2, POW, TRIM_UPPER, TRIM_LOWER, AND, UNLESS, OR ->
                throw new IllegalArgumentException("no comparison: " + op);
        };
    }

    private static double arithmetic(BinaryOp op, double left, double right) {
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case MOD -> left % right;
            case POW -> Power.of(left, right);
            case ATAN2 -> Math.atan2(left, right);
            case TRIM_UPPER, TRIM_LOWER ->
                throw QueryRun.failure(
                        "operator " + Printer.quoted(op.symbol()) + " not allowed for Scalar operations");
            case EQL, NEQ, GTR, LSS, GTE, LTE, AND, UNLESS, OR ->
                throw new IllegalArgumentException("no arithmetic: " + op);
        };
    }

    /// Applies the operator to two numbers.
    Outcome apply(double left, double right) {
        histogram = null;
        if (op.isComparison()) {
            value = left;
            return compare(op, left, right) ? Outcome.KEPT : Outcome.DROPPED;
        }
        if (op == BinaryOp.TRIM_LOWER || op == BinaryOp.TRIM_UPPER) {
            return impossible("float", "float");
        }
        value = arithmetic(op, left, right);
        return Outcome.KEPT;
    }

    /// Applies the operator to two elements, each a histogram when there is one, else a number.
    Outcome apply(
            double left,
            @Nullable FloatHistogram leftHistogram,
            double right,
            @Nullable FloatHistogram rightHistogram) {
        value = 0;
        histogram = null;
        if (leftHistogram == null) {
            return rightHistogram == null ? apply(left, right) : apply(left, rightHistogram);
        }
        return rightHistogram == null ? apply(leftHistogram, right) : apply(leftHistogram, rightHistogram);
    }

    private Outcome apply(double left, FloatHistogram right) {
        if (op != BinaryOp.MUL) {
            return impossible("float", "histogram");
        }
        histogram = right.times(left);
        return Outcome.KEPT;
    }

    private Outcome apply(FloatHistogram left, double right) {
        switch (op) {
            case MUL -> histogram = left.times(right);
            case DIV -> histogram = left.dividedBy(right);
            case TRIM_UPPER -> histogram = HistogramTrim.below(left, right);
            case TRIM_LOWER -> histogram = HistogramTrim.above(left, right);
            case ADD, SUB, MOD, ATAN2, POW, EQL, NEQ, GTR, LSS, GTE, LTE, AND, UNLESS, OR -> {
                return impossible("histogram", "float");
            }
        }
        return Outcome.KEPT;
    }

    private Outcome apply(FloatHistogram left, FloatHistogram right) {
        return switch (op) {
            case ADD, SUB -> sum(left, right);
            case EQL, NEQ -> {
                histogram = left;
                yield left.hasSameData(right) == (op == BinaryOp.EQL) ? Outcome.KEPT : Outcome.DROPPED;
            }
            case MUL, DIV, MOD, ATAN2, POW, TRIM_UPPER, TRIM_LOWER, GTR, LSS, GTE, LTE, AND, UNLESS, OR ->
                impossible("histogram", "histogram");
        };
    }

    private Outcome sum(FloatHistogram left, FloatHistogram right) {
        var sum = new HistogramSum(left);
        if (!sum.accepts(right)) {
            annotations.warn(
                    binary.text(), "incompatible bucket layout encountered for binary operator " + op.symbol());
            return Outcome.IMPOSSIBLE;
        }
        boolean add = op == BinaryOp.ADD;
        boolean reconciled = add ? sum.add(right) : sum.subtract(right);
        if (reconciled) {
            annotations.boundsReconciled(binary.text(), add ? "addition" : "subtraction");
        }
        if (sum.hintsCollide()) {
            annotations.counterResetCollision(binary.text(), add ? "addition" : "subtraction");
        }
        histogram = add ? sum.value() : sum.value().withCounterReset(CounterReset.GAUGE);
        return Outcome.KEPT;
    }

    private Outcome impossible(String left, String right) {
        annotations.info(
                binary.text(),
                "incompatible sample types encountered for binary operator " + Printer.quoted(op.symbol()) + ": " + left
                        + " " + op.symbol() + " " + right);
        return Outcome.IMPOSSIBLE;
    }
}

package dev.headroom.query;

import dev.headroom.promql.Expr;
import dev.headroom.promql.Modifiers;
import java.util.Set;

/// Tells which expressions have the same value at every step, because all they read is pinned by `@`; they are
/// evaluated once.
final class StepInvariance {

    /// Functions whose value depends on the time of evaluation, whatever their arguments are.
    private static final Set<String> TIMED = Set.of(
            "days_in_month", "day_of_month", "day_of_week", "day_of_year", "hour", "minute", "month", "year",
            "predict_linear", "time", "timestamp");

    private StepInvariance() {}

    static boolean holds(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> true;
            case Expr.VectorSelector selector -> isPinned(selector.modifiers());
            case Expr.MatrixSelector matrix -> isPinned(matrix.selector().modifiers());
            case Expr.Subquery subquery -> isPinned(subquery.modifiers());
            case Expr.Unary unary -> holds(unary.operand());
            case Expr.Binary binary -> holds(binary.left()) && holds(binary.right());
            // The parameter does not count, as in Prometheus: it is then taken at the first step.
            case Expr.Aggregate aggregate -> holds(aggregate.expr());
            case Expr.Call call -> call(call);
            case Expr.Paren paren -> holds(paren.inner());
        };
    }

    private static boolean call(Expr.Call call) {
        if (!call.args().stream().allMatch(StepInvariance::holds)) {
            return false;
        }
        // The timestamp of a pinned sample is pinned, too; that of a calculated one is the time of evaluation.
        boolean ofSample = call.function().name().equals("timestamp")
                && call.args().getFirst() instanceof Expr.VectorSelector;
        return ofSample || !TIMED.contains(call.function().name());
    }

    private static boolean isPinned(Modifiers modifiers) {
        return modifiers.at() instanceof Modifiers.At.Timestamp;
    }
}

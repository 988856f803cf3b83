package dev.headroom.promql;

import java.util.Optional;

/// Turns duration arithmetic into numbers once the step and the range of the query are known.
public final class Durations {

    private final long stepMillis;
    private final long rangeMillis;

    private Durations(long stepMillis, long rangeMillis) {
        this.stepMillis = stepMillis;
        this.rangeMillis = rangeMillis;
    }

    /// The same tree with a literal in the place of every duration.
    ///
    /// @param stepMillis the step of the query, 0 for an instant query
    /// @param rangeMillis the time between its start and its end
    /// @throws PromqlException when an arithmetic has no answer, or a range or step is not positive
    public static Expr resolve(Expr expr, long stepMillis, long rangeMillis) {
        return new Durations(stepMillis, rangeMillis).resolve(expr);
    }

    /// The milliseconds of a duration that needs no arithmetic.
    static long millis(DurationExpr duration) {
        if (duration instanceof DurationExpr.Literal literal) {
            return literal.millis();
        }
        throw new IllegalStateException("duration not resolved: " + duration);
    }

    private Expr resolve(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> expr;
            case Expr.VectorSelector selector -> selector(selector);
            case Expr.MatrixSelector(var text, var selector, var range) ->
                new Expr.MatrixSelector(text, selector(selector), positive(range));
            case Expr.Subquery(var text, var inner, var range, var step, var modifiers) ->
                new Expr.Subquery(
                        text, resolve(inner), positive(range), step.map(this::positive), modifiers(modifiers));
            case Expr.Unary(var text, var negative, var operand) -> new Expr.Unary(text, negative, resolve(operand));
            case Expr.Binary(var text, var op, var left, var right, var returnBool, var matching) ->
                new Expr.Binary(text, op, resolve(left), resolve(right), returnBool, matching);
            case Expr.Aggregate(var text, var op, var inner, var parameter, var grouping, var without) -> {
                Optional<Expr> resolved = parameter.map(this::resolve);
                yield new Expr.Aggregate(text, op, resolve(inner), resolved, grouping, without);
            }
            case Expr.Call(var text, var function, var args) ->
                new Expr.Call(text, function, args.stream().map(this::resolve).toList());
            case Expr.Paren(var text, var inner) -> new Expr.Paren(text, resolve(inner));
        };
    }

    private Expr.VectorSelector selector(Expr.VectorSelector selector) {
        return new Expr.VectorSelector(
                selector.text(), selector.name(), selector.matchers(), modifiers(selector.modifiers()));
    }

    private Modifiers modifiers(Modifiers modifiers) {
        return modifiers.withOffset(literal(modifiers.offset()));
    }

    private DurationExpr positive(DurationExpr duration) {
        var literal = literal(duration);
        if (literal.millis() <= 0) {
            throw new PromqlException(PromqlException.Kind.BAD_DATA, "duration must be greater than 0");
        }
        return literal;
    }

    private DurationExpr.Literal literal(DurationExpr duration) {
        return new DurationExpr.Literal(duration.text(), seconds(duration), true);
    }

    private double seconds(DurationExpr duration) {
        return switch (duration) {
            case DurationExpr.Literal literal -> literal.seconds();
            case DurationExpr.Step _ -> stepMillis / 1000.0;
            case DurationExpr.Range _ -> rangeMillis / 1000.0;
            case DurationExpr.Unary unary -> unary.negative() ? -seconds(unary.operand()) : seconds(unary.operand());
            case DurationExpr.MinOf both -> Math.min(seconds(both.left()), seconds(both.right()));
            case DurationExpr.MaxOf both -> Math.max(seconds(both.left()), seconds(both.right()));
            case DurationExpr.Paren paren -> seconds(paren.inner());
            case DurationExpr.Binary(_, var op, var left, var right) -> arithmetic(op, seconds(left), seconds(right));
        };
    }

    private static double arithmetic(BinaryOp op, double left, double right) {
        return switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / nonZero(right, "division by zero");
            case MOD -> left % nonZero(right, "modulo by zero");
            case POW -> Math.pow(left, right);
            case ATAN2, TRIM_UPPER, TRIM_LOWER, EQL, NEQ, GTR, LSS, GTE, LTE, AND, UNLESS, OR ->
                throw new IllegalArgumentException("no duration arithmetic: " + op);
        };
    }

    private static double nonZero(double divisor, String otherwise) {
        if (divisor == 0) {
            throw new PromqlException(PromqlException.Kind.BAD_DATA, otherwise);
        }
        return divisor;
    }
}

package dev.headroom.query;

import dev.headroom.promql.Durations;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Modifiers;
import java.util.Optional;

/// Turns a parsed query into one that can be evaluated: `start()`, `end()`, `range()` and `step()` become numbers,
/// durations become milliseconds, `@ start()` and `@ end()` become times, and parentheses around arguments go.
final class Preparation {

    private final Grid query;
    private final long stepMillis;

    private Preparation(Grid query, long stepMillis) {
        this.query = query;
        this.stepMillis = stepMillis;
    }

    /// @param stepMillis the step of the query, 0 for an instant query
    static Expr prepare(Expr expr, Grid query, long stepMillis) {
        var folded = new Preparation(query, stepMillis).prepared(expr);
        return Durations.resolve(folded, stepMillis, query.endMillis() - query.startMillis());
    }

    /// The expression inside of all parentheses around it.
    static Expr bare(Expr expr) {
        var inner = expr;
        while (inner instanceof Expr.Paren paren) {
            inner = paren.inner();
        }
        return inner;
    }

    private Expr prepared(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> expr;
            case Expr.VectorSelector selector -> selector(selector);
            case Expr.MatrixSelector(var text, var selector, var range) ->
                new Expr.MatrixSelector(text, selector(selector), range);
            case Expr.Subquery(var text, var inner, var range, var step, var modifiers) ->
                new Expr.Subquery(text, prepared(inner), range, step, pinned(modifiers));
            case Expr.Unary(var text, var negative, var operand) -> new Expr.Unary(text, negative, prepared(operand));
            case Expr.Binary(var text, var op, var left, var right, var returnBool, var matching) ->
                new Expr.Binary(text, op, prepared(left), prepared(right), returnBool, matching);
            case Expr.Aggregate(var text, var op, var inner, var parameter, var grouping, var without) -> {
                Optional<Expr> bared = parameter.map(each -> bare(prepared(each)));
                yield new Expr.Aggregate(text, op, bare(prepared(inner)), bared, grouping, without);
            }
            case Expr.Call call -> call(call);
            case Expr.Paren(var text, var inner) -> new Expr.Paren(text, prepared(inner));
        };
    }

    private Expr call(Expr.Call call) {
        return switch (call.function().name()) {
            case "start" -> new Expr.NumberLiteral(call.text(), query.startMillis() / 1000.0, false);
            case "end" -> new Expr.NumberLiteral(call.text(), query.endMillis() / 1000.0, false);
            case "range" ->
                new Expr.NumberLiteral(call.text(), (query.endMillis() - query.startMillis()) / 1000.0, false);
            case "step" -> new Expr.NumberLiteral(call.text(), query.isInstant() ? 0 : stepMillis / 1000.0, false);
            default ->
                new Expr.Call(
                        call.text(),
                        call.function(),
                        call.args().stream().map(arg -> bare(prepared(arg))).toList());
        };
    }

    private Expr.VectorSelector selector(Expr.VectorSelector selector) {
        return new Expr.VectorSelector(
                selector.text(), selector.name(), selector.matchers(), pinned(selector.modifiers()));
    }

    private Modifiers pinned(Modifiers modifiers) {
        return switch (modifiers.at()) {
            case Modifiers.At.Now _, Modifiers.At.Timestamp _ -> modifiers;
            case Modifiers.At.Start _ -> at(modifiers, query.startMillis());
            case Modifiers.At.End _ -> at(modifiers, query.endMillis());
        };
    }

    private static Modifiers at(Modifiers modifiers, long millis) {
        return new Modifiers(modifiers.offset(), new Modifiers.At.Timestamp(millis), modifiers.extension());
    }
}

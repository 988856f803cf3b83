package dev.headroom.api;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.DurationExpr;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Modifiers;
import dev.headroom.promql.Printer;
import dev.headroom.promql.ValueType;
import dev.headroom.promql.VectorMatching;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Trees of PromQL as `parse_query` shows them.
final class TreeJson {

    private TreeJson() {}

    static Map<String, @Nullable Object> of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number -> node("numberLiteral", "val", Printer.number(number.value()));
            case Expr.StringLiteral string -> node("stringLiteral", "val", string.value());
            case Expr.Paren paren -> node("parenExpr", "expr", of(paren.inner()));
            case Expr.Unary unary -> with(
                    node("unaryExpr", "op", unary.negative() ? "-" : "+"), "expr", of(unary.operand()));
            case Expr.VectorSelector selector -> selector("vectorSelector", selector);
            case Expr.MatrixSelector matrix -> with(
                    with(selector("matrixSelector", matrix.selector()), "range", millis(matrix.range())),
                    "rangeExpr", arithmetic(matrix.range()));
            case Expr.Subquery subquery -> subquery(subquery);
            case Expr.Binary binary -> binary(binary);
            case Expr.Aggregate aggregate -> aggregate(aggregate);
            case Expr.Call call -> call(call);
        };
    }

    private static Map<String, @Nullable Object> node(String type, String key, @Nullable Object value) {
        var node = new LinkedHashMap<String, @Nullable Object>();
        node.put("type", type);
        return with(node, key, value);
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> node, String key, @Nullable Object value) {
        node.put(key, value);
        return node;
    }

    private static Map<String, @Nullable Object> selector(String type, Expr.VectorSelector selector) {
        var node = node(type, "name", selector.name());
        var extension = selector.modifiers().extension();
        node.put("matchers", matchers(selector));
        node.put("anchored", extension == Modifiers.Extension.ANCHORED);
        node.put("smoothed", extension == Modifiers.Extension.SMOOTHED);
        return modified(node, selector.modifiers());
    }

    /// The conditions as written, that of a name in front of the braces last.
    private static List<Map<String, String>> matchers(Expr.VectorSelector selector) {
        var last = new ArrayList<Matcher>();
        var matchers = new ArrayList<Matcher>();
        for (var matcher : selector.matchers()) {
            boolean inFront = !selector.name().isEmpty() && matcher.name().equals(Labels.NAME);
            (inFront ? last : matchers).add(matcher);
        }
        matchers.addAll(last);
        return matchers.stream()
                .map(matcher -> Map.of(
                        "type", matcher.type().operator(), "name", matcher.name(), "value", matcher.value()))
                .toList();
    }

    private static Map<String, @Nullable Object> modified(Map<String, @Nullable Object> node, Modifiers modifiers) {
        node.put("offset", millis(modifiers.offset()));
        node.put("offsetExpr", arithmetic(modifiers.offset()));
        node.put("timestamp", modifiers.at() instanceof Modifiers.At.Timestamp time ? time.millis() : null);
        node.put("startOrEnd", switch (modifiers.at()) {
            case Modifiers.At.Start _ -> "start";
            case Modifiers.At.End _ -> "end";
            case Modifiers.At.Now _, Modifiers.At.Timestamp _ -> null;
        });
        return node;
    }

    private static long millis(DurationExpr duration) {
        return duration instanceof DurationExpr.Literal literal ? literal.millis() : 0;
    }

    /// The tree of a duration that is worked out when the query runs; null for one that is written out.
    private static @Nullable Object arithmetic(DurationExpr duration) {
        return duration instanceof DurationExpr.Literal ? null : duration(duration);
    }

    private static Map<String, @Nullable Object> duration(DurationExpr duration) {
        Function<DurationExpr, Object> part = TreeJson::duration;
        return switch (duration) {
            case DurationExpr.Literal literal ->
                node("numberLiteral", "val", Printer.number(literal.seconds()));
            case DurationExpr.Step _ -> node("durationExpr", "op", "step");
            case DurationExpr.Range _ -> node("durationExpr", "op", "range");
            case DurationExpr.Unary unary -> with(
                    node("durationExpr", "op", unary.negative() ? "-" : "+"), "rhs", part.apply(unary.operand()));
            case DurationExpr.Binary binary -> with(
                    with(node("durationExpr", "op", binary.op().symbol()), "lhs", part.apply(binary.left())),
                    "rhs", part.apply(binary.right()));
            case DurationExpr.MinOf least -> with(
                    with(node("durationExpr", "op", "min_of"), "lhs", part.apply(least.left())),
                    "rhs", part.apply(least.right()));
            case DurationExpr.MaxOf most -> with(
                    with(node("durationExpr", "op", "max_of"), "lhs", part.apply(most.left())),
                    "rhs", part.apply(most.right()));
            case DurationExpr.Paren paren -> with(duration(paren.inner()), "wrapped", true);
        };
    }

    private static Map<String, @Nullable Object> subquery(Expr.Subquery subquery) {
        var node = node("subquery", "expr", of(subquery.expr()));
        node.put("range", millis(subquery.range()));
        node.put("rangeExpr", arithmetic(subquery.range()));
        node.put("step", subquery.step().map(TreeJson::millis).orElse(0L));
        node.put("stepExpr", subquery.step().map(TreeJson::arithmetic).orElse(null));
        return modified(node, subquery.modifiers());
    }

    private static Map<String, @Nullable Object> binary(Expr.Binary binary) {
        var node = node("binaryExpr", "op", binary.op().symbol());
        node.put("lhs", of(binary.left()));
        node.put("rhs", of(binary.right()));
        node.put("matching", binary.matching().map(TreeJson::matching).orElse(null));
        node.put("bool", binary.returnBool());
        return node;
    }

    private static Object matching(VectorMatching matching) {
        var fill = new LinkedHashMap<String, @Nullable Object>();
        fill.put("lhs", value(matching.fillLeft()));
        fill.put("rhs", value(matching.fillRight()));
        return Map.of(
                "card", switch (matching.cardinality()) {
                    case ONE_TO_ONE -> "one-to-one";
                    case MANY_TO_ONE -> "many-to-one";
                    case ONE_TO_MANY -> "one-to-many";
                    case MANY_TO_MANY -> "many-to-many";
                },
                "labels", matching.labels(),
                "on", matching.on(),
                "include", matching.include(),
                "fillValues", fill);
    }

    private static @Nullable Object value(OptionalDouble fill) {
        return fill.isPresent() ? fill.getAsDouble() : null;
    }

    private static Map<String, @Nullable Object> aggregate(Expr.Aggregate aggregate) {
        var node = node("aggregation", "op", aggregate.op().word());
        node.put("expr", of(aggregate.expr()));
        node.put("param", aggregate.parameter().map(TreeJson::of).orElse(null));
        node.put("grouping", aggregate.grouping());
        node.put("without", aggregate.without());
        return node;
    }

    private static Map<String, @Nullable Object> call(Expr.Call call) {
        var function = call.function();
        return with(
                node("call", "func", Map.of(
                        "name", function.name(),
                        "argTypes", function.arguments().stream().map(ValueType::word).toList(),
                        "variadic", function.variadic(),
                        "returnType", function.result().word())),
                "args", call.args().stream().map(TreeJson::of).toList());
    }
}

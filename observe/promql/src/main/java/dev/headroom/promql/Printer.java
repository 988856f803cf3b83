package dev.headroom.promql;

import dev.headroom.model.Labels;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Writes trees as Prometheus does: one line, the least of spaces, labels of a selector sorted.
public final class Printer {

    private Printer() {}

    /// The canonical text of a tree; parsing it gives an equal tree.
    public static String print(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number -> number(number.value(), number.duration());
            case Expr.StringLiteral string -> Literals.quoted(string.value());
            case Expr.VectorSelector selector -> selector(selector) + modifiers(selector.modifiers());
            case Expr.MatrixSelector matrix ->
                selector(matrix.selector()) + "[" + window(matrix.range()) + "]"
                        + modifiers(matrix.selector().modifiers());
            case Expr.Subquery subquery ->
                print(subquery.expr()) + subquerySuffix(subquery);
            case Expr.Unary unary -> (unary.negative() ? "-" : "+") + print(unary.operand());
            case Expr.Binary binary ->
                print(binary.left()) + " " + operator(binary) + " " + print(binary.right());
            case Expr.Aggregate aggregate -> aggregate(aggregate);
            case Expr.Call call -> call.function().name() + "(" + list(call.args()) + ")";
            case Expr.Paren paren -> "(" + print(paren.inner()) + ")";
        };
    }

    /// A number in the fewest digits that read back as the same number, never with an exponent.
    public static String number(double value) {
        return Literals.number(value);
    }

    /// A string in double quotes, what cannot be printed escaped.
    public static String quoted(String text) {
        return Literals.quoted(text);
    }

    private static String list(List<Expr> expressions) {
        return expressions.stream().map(Printer::print).collect(Collectors.joining(", "));
    }

    /// A number as it was written; a duration cut off at whole milliseconds, as Prometheus prints it.
    private static String number(double value, boolean duration) {
        return duration ? Literals.duration((long) (value * 1e9) / 1_000_000) : Literals.number(value);
    }

    private static String selector(Expr.VectorSelector selector) {
        var conditions = selector.matchers().stream()
                .filter(matcher -> selector.name().isEmpty() || !matcher.name().equals(Labels.NAME))
                .map(matcher -> label(matcher.name()) + matcher.type().operator() + Literals.quoted(matcher.value()))
                .sorted()
                .toList();
        return conditions.isEmpty() ? selector.name() : selector.name() + "{" + String.join(",", conditions) + "}";
    }

    /// A label name, in quotes when it is no plain identifier.
    private static String label(String name) {
        boolean plain = !name.isEmpty()
                && !Lexer.isDigit(name.charAt(0))
                && name.chars().allMatch(Lexer::isAlphaNumeric);
        return plain ? name : Literals.quoted(name);
    }

    private static String labels(List<String> names) {
        return names.stream().map(Printer::label).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String modifiers(Modifiers modifiers) {
        var extension = switch (modifiers.extension()) {
            case NONE -> "";
            case ANCHORED -> " anchored";
            case SMOOTHED -> " smoothed";
        };
        var at = switch (modifiers.at()) {
            case Modifiers.At.Now _ -> "";
            case Modifiers.At.Timestamp time ->
                " @ " + BigDecimal.valueOf(time.millis(), 3).toPlainString();
            case Modifiers.At.Start _ -> " @ start()";
            case Modifiers.At.End _ -> " @ end()";
        };
        var offset = modifiers.hasOffset() ? " offset " + window(modifiers.offset()) : "";
        return extension + at + offset;
    }

    private static String window(DurationExpr duration) {
        if (!(duration instanceof DurationExpr.Literal literal)) {
            return arithmetic(duration);
        }
        // The most negative one has no positive counterpart, and so Prometheus writes both signs.
        var sign = literal.seconds() == DurationExpr.Literal.MOST_NEGATIVE ? "-" : "";
        return sign + Literals.duration(literal.millis());
    }

    private static String arithmetic(DurationExpr duration) {
        return switch (duration) {
            case DurationExpr.Literal literal -> number(literal.seconds(), literal.duration());
            case DurationExpr.Step _ -> "step()";
            case DurationExpr.Range _ -> "range()";
            case DurationExpr.Unary unary -> (unary.negative() ? "-" : "+") + arithmetic(unary.operand());
            case DurationExpr.Binary(_, var op, var left, var right) ->
                arithmetic(left) + " " + op.symbol() + " " + arithmetic(right);
            case DurationExpr.MinOf(_, var left, var right) ->
                "min_of(" + arithmetic(left) + ", " + arithmetic(right) + ")";
            case DurationExpr.MaxOf(_, var left, var right) ->
                "max_of(" + arithmetic(left) + ", " + arithmetic(right) + ")";
            case DurationExpr.Paren paren -> "(" + arithmetic(paren.inner()) + ")";
        };
    }

    /// What follows the expression of a subquery.
    static String subquerySuffix(Expr.Subquery subquery) {
        return "[" + window(subquery.range()) + ":" + subquery.step().map(Printer::window).orElse("") + "]"
                + modifiers(subquery.modifiers());
    }

    /// The operator with how its sides match.
    static String operator(Expr.Binary binary) {
        return binary.op().symbol() + matching(binary);
    }

    private static String matching(Expr.Binary binary) {
        var text = new StringBuilder(binary.returnBool() ? " bool" : "");
        binary.matching().ifPresent(matching -> {
            boolean grouped = switch (matching.cardinality()) {
                case MANY_TO_ONE, ONE_TO_MANY -> true;
                case ONE_TO_ONE, MANY_TO_MANY -> false;
            };
            if (matching.on() || grouped || !matching.labels().isEmpty()) {
                text.append(matching.on() ? " on " : " ignoring ").append(labels(matching.labels()));
            }
            switch (matching.cardinality()) {
                case ONE_TO_ONE, MANY_TO_MANY -> {}
                case MANY_TO_ONE -> text.append(" group_left ").append(labels(matching.include()));
                case ONE_TO_MANY -> text.append(" group_right ").append(labels(matching.include()));
            }
            text.append(fill(matching.fillLeft(), matching.fillRight()));
        });
        return text.toString();
    }

    private static String fill(OptionalDouble left, OptionalDouble right) {
        if (left.isPresent() && left.equals(right)) {
            return " fill (" + Literals.number(left.getAsDouble()) + ")";
        }
        var text = new StringBuilder();
        left.ifPresent(value -> text.append(" fill_left (").append(Literals.number(value)).append(')'));
        right.ifPresent(value -> text.append(" fill_right (").append(Literals.number(value)).append(')'));
        return text.toString();
    }

    private static String aggregate(Expr.Aggregate aggregate) {
        var parameter = aggregate.parameter().map(value -> print(value) + ", ").orElse("");
        return operator(aggregate) + "(" + parameter + print(aggregate.expr()) + ")";
    }

    /// The operator with its grouping.
    static String operator(Expr.Aggregate aggregate) {
        var grouping = aggregate.without()
                ? " without " + labels(aggregate.grouping()) + " "
                : aggregate.grouping().isEmpty() ? "" : " by " + labels(aggregate.grouping()) + " ";
        return aggregate.op().word() + grouping;
    }
}

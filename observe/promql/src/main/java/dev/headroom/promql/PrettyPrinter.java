package dev.headroom.promql;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// Writes trees for people, as Prometheus' `format_query` does: what fits into a line of [#LINE] bytes stays there,
/// the rest is broken at its operands and indented.
public final class PrettyPrinter {

    static final int LINE = 100;

    private PrettyPrinter() {}

    public static String print(Expr expr) {
        return print(expr, 0);
    }

    private static String print(Expr expr, int level) {
        var indent = "  ".repeat(level);
        var line = Printer.print(expr);
        boolean fits = line.getBytes(StandardCharsets.UTF_8).length <= LINE;
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _, Expr.MatrixSelector _ ->
                indent + line;
            // Prometheus does not indent a subquery that fits.
            case Expr.Subquery subquery ->
                fits ? line : print(subquery.expr(), level) + Printer.subquerySuffix(subquery);
            case Expr.Unary unary ->
                indent + (unary.negative() ? "-" : "+") + print(unary.operand(), level).strip();
            case Expr.Binary binary -> fits
                    ? indent + line
                    : print(binary.left(), level + 1) + "\n" + indent + Printer.operator(binary) + "\n"
                            + print(binary.right(), level + 1);
            case Expr.Aggregate aggregate -> fits
                    ? indent + line
                    : indent + Printer.operator(aggregate) + "(\n"
                            + aggregate.parameter().map(value -> print(value, level + 1) + ",\n").orElse("")
                            + print(aggregate.expr(), level + 1) + "\n" + indent + ")";
            case Expr.Call call -> fits
                    ? indent + line
                    : indent + call.function().name() + "(\n"
                            + call.args().stream()
                                    .map(argument -> print(argument, level + 1))
                                    .collect(Collectors.joining(",\n"))
                            + "\n" + indent + ")";
            case Expr.Paren paren -> fits
                    ? indent + line
                    : indent + "(\n" + print(paren.inner(), level + 1) + "\n" + indent + ")";
        };
    }
}

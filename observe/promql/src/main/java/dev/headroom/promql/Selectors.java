package dev.headroom.promql;

import dev.headroom.model.Matcher;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Finds what stands in a query: the selectors that say what it reads, and all expressions; from left to right.
public final class Selectors {

    private Selectors() {}

    /// A selector as a query has it.
    ///
    /// @param text canonical text with its range and modifiers
    /// @param range the length of its window, zero for an instant selector
    /// @param offset how far before the time of evaluation it reads, negative for after it
    public record Selector(String text, List<Matcher> matchers, Duration range, Duration offset) {
        public Selector {
            matchers = List.copyOf(matchers);
        }
    }

    /// The selectors of an instant query.
    ///
    /// @throws PromqlException when the query does not parse
    public static List<Selector> of(String query) {
        return of(Durations.resolve(Parser.parse(query, Syntax.EXPERIMENTAL), 0, 0));
    }

    /// The selectors of a tree whose durations are resolved.
    public static List<Selector> of(Expr expr) {
        return in(expr).toList();
    }

    private static Stream<Selector> in(Expr expr) {
        return switch (expr) {
            case Expr.VectorSelector selector -> Stream.of(selector(expr, selector, 0));
            case Expr.MatrixSelector matrix -> Stream.of(selector(expr, matrix.selector(), matrix.rangeMillis()));
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Subquery _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _,
                    Expr.Paren _ -> parts(expr).flatMap(Selectors::in);
        };
    }

    /// An expression and all expressions inside it, from left to right, each in front of its parts.
    public static Stream<Expr> expressions(Expr expr) {
        return Stream.concat(Stream.of(expr), parts(expr).flatMap(Selectors::expressions));
    }

    private static Stream<Expr> parts(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _ -> Stream.empty();
            case Expr.MatrixSelector matrix -> Stream.of(matrix.selector());
            case Expr.Subquery subquery -> Stream.of(subquery.expr());
            case Expr.Unary unary -> Stream.of(unary.operand());
            case Expr.Binary binary -> Stream.of(binary.left(), binary.right());
            case Expr.Aggregate aggregate ->
                Stream.concat(aggregate.parameter().stream(), Stream.of(aggregate.expr()));
            case Expr.Call call -> call.args().stream();
            case Expr.Paren paren -> Stream.of(paren.inner());
        };
    }

    private static Selector selector(Expr whole, Expr.VectorSelector selector, long rangeMillis) {
        return new Selector(
                Printer.print(whole),
                selector.matchers(),
                Duration.ofMillis(rangeMillis),
                Duration.ofMillis(selector.modifiers().offsetMillis()));
    }
}

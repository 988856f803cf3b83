package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Expr;
import java.util.List;

/// What `absent` and `absent_over_time` answer: 1 at the steps where there is nothing.
final class Absence {

    private Absence() {}

    static List<Series> of(Grid grid, List<Series> present, Labels labels) {
        var builder = new ColumnBuilder(grid.count());
        for (int step = 0; step < grid.count(); step++) {
            int at = step;
            if (present.stream().noneMatch(series -> series.column().has(at))) {
                builder.set(step, 1);
            }
        }
        var column = builder.take();
        return column.isEmpty() ? List.of() : List.of(new Series(labels, false, column));
    }

    /// The labels that a missing series would have: those that the selector asks for with `=` and without any other
    /// condition on them.
    static Labels labels(Expr expr) {
        List<Matcher> matchers = switch (expr) {
            case Expr.VectorSelector selector -> selector.matchers();
            case Expr.MatrixSelector matrix -> matrix.selector().matchers();
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Subquery _,
                    Expr.Unary _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _,
                    Expr.Paren _ -> List.of();
        };
        var labels = Labels.builder();
        matchers.stream()
                .filter(matcher -> matcher.type() == Matcher.Type.EQUAL && !matcher.name().equals(Labels.NAME))
                .filter(matcher -> isOnlyOne(matcher, matchers))
                .forEach(matcher -> labels.set(matcher.name(), matcher.value()));
        return labels.build();
    }

    private static boolean isOnlyOne(Matcher matcher, List<Matcher> matchers) {
        return matchers.stream().filter(other -> other.name().equals(matcher.name())).count() == 1;
    }
}

package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Expr;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

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

    /// The labels that a missing series would have: those that the selector asks for with `=`, as far as no condition
    /// behind it is on the same label. Conditions that only take series away count as behind all others: Prometheus'
    /// storage has moved them there by then.
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
        var taken = new HashSet<String>();
        var last = matchers.stream().filter(matcher -> onlyTakesAway(matcher, matchers));
        var first = matchers.stream().filter(matcher -> !onlyTakesAway(matcher, matchers));
        for (var matcher : Stream.concat(first, last).toList()) {
            if (!matcher.name().equals(Labels.NAME)) {
                boolean asked = matcher.type() == Matcher.Type.EQUAL && taken.add(matcher.name());
                labels.set(matcher.name(), asked ? matcher.value() : "");
            }
        }
        return labels.build();
    }

    private static boolean onlyTakesAway(Matcher matcher, List<Matcher> all) {
        boolean mustBeSet = all.stream()
                .anyMatch(other -> other.name().equals(matcher.name()) && !other.matchesAbsent());
        boolean negative =
                matcher.type() == Matcher.Type.NOT_EQUAL || matcher.type() == Matcher.Type.NOT_REGEX;
        return !mustBeSet || (negative && matcher.matchesAbsent());
    }
}

package dev.headroom.replay;

import dev.headroom.promql.Durations;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Modifiers;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.Selectors;
import dev.headroom.promql.Syntax;
import java.util.Optional;
import java.util.stream.Stream;

/// Where Headroom evaluates PromQL otherwise than Prometheus 3.14 on purpose, because Prometheus does not do what its
/// documentation says. Each one is described in `docs/reference/deviations.md`.
enum QueryDeviation {

    /// A selector pinned by `@` inside a subquery with a negative offset: Prometheus sometimes moves the pinned time.
    PINNED_IN_SHIFTED_SUBQUERY("pinned-in-shifted-subquery");

    private final String title;

    QueryDeviation(String title) {
        this.title = title;
    }

    /// The name in the document and in the output of `headroom test`.
    String title() {
        return title;
    }

    /// The deviation that explains another answer to a query, if there is one.
    static Optional<QueryDeviation> of(String query) {
        try {
            var expr = Durations.resolve(Parser.parse(query, Syntax.EXPERIMENTAL), 0, 0);
            boolean shifted = subqueries(expr)
                    .anyMatch(subquery -> subquery.modifiers().offsetMillis() < 0 && readsPinned(subquery.expr()));
            return shifted ? Optional.of(PINNED_IN_SHIFTED_SUBQUERY) : Optional.empty();
        } catch (PromqlException _) {
            return Optional.empty();
        }
    }

    private static boolean readsPinned(Expr expr) {
        return Selectors.expressions(expr)
                .anyMatch(each -> each instanceof Expr.VectorSelector selector
                        && !(selector.modifiers().at() instanceof Modifiers.At.Now));
    }

    private static Stream<Expr.Subquery> subqueries(Expr expr) {
        return Selectors.expressions(expr)
                .filter(Expr.Subquery.class::isInstance)
                .map(Expr.Subquery.class::cast);
    }
}

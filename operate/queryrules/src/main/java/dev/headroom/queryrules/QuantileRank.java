package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Query;
import dev.headroom.promql.AggregateOp;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Selectors;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Ranks of quantiles outside of 0 to 1, most often a percentage.
final class QuantileRank implements QueryRule {

    private static final Set<String> FUNCTIONS = Set.of("histogram_quantile", "quantile_over_time");

    @Override
    public String id() {
        return "quantile-rank";
    }

    @Override
    public String title() {
        return "The rank of a quantile is not between 0 and 1";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        return Selectors.expressions(expr).flatMap(part -> rank(part).stream()).flatMap(rank -> finding(query, rank));
    }

    private static Optional<Expr> rank(Expr expr) {
        return switch (expr) {
            case Expr.Call call when FUNCTIONS.contains(call.function().name()) -> Optional.of(call.args().getFirst());
            case Expr.Aggregate aggregate when aggregate.op() == AggregateOp.QUANTILE -> aggregate.parameter();
            default -> Optional.empty();
        };
    }

    private Stream<Finding> finding(Query query, Expr rank) {
        return Meaning.number(rank).filter(value -> value < 0 || value > 1).stream().map(value -> {
            boolean percent = value > 1 && value < 100;
            var meant = BigDecimal.valueOf(value).movePointLeft(2).stripTrailingZeros().toPlainString();
            return error(
                            query.place(rank),
                            query.what() + ": expected a rank from 0 to 1, got " + rank.text().of(query.expression())
                                    + ": the answer is " + (value > 1 ? "+Inf" : "-Inf") + " whatever the samples"
                                    + (percent ? "; write " + meant : ""))
                    .with(percent
                            ? query.replace(rank.text(), meant).map(edit -> Fix.of("write the rank as a fraction",
                                    edit))
                            : Optional.empty());
        });
    }
}

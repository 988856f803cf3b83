package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Query;
import dev.headroom.promql.AggregateOp;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Selectors;
import java.util.stream.Stream;

/// Sums and averages of quantiles, which are no quantiles.
final class QuantileAveraged implements QueryRule {

    @Override
    public String id() {
        return "quantile-averaged";
    }

    @Override
    public String title() {
        return "Quantiles of several pods are averaged or added up";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        return Selectors.expressions(expr)
                .filter(Expr.Aggregate.class::isInstance)
                .map(Expr.Aggregate.class::cast)
                .filter(aggregate -> aggregate.op() == AggregateOp.AVG || aggregate.op() == AggregateOp.SUM)
                .filter(aggregate -> Calls.unwrapped(aggregate.expr()) instanceof Expr.Call
                        || Calls.unwrapped(aggregate.expr()) instanceof Expr.VectorSelector)
                .filter(aggregate -> Meaning.of(aggregate.expr()).kind() == Meaning.Kind.QUANTILE)
                .map(aggregate -> warning(
                        query.place(aggregate),
                        query.what() + ": expected the quantile of all pods, got " + aggregate.op().word()
                                + " of quantiles: a pod with few and slow requests counts as much as one with many;"
                                + " aggregate the buckets first, histogram_quantile(..., sum by (le) (rate(..._bucket"
                                + "[...]))), or take the worst pod with max(...)"));
    }
}

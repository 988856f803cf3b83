package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Query;
import dev.headroom.promql.Expr;
import java.util.stream.Stream;

/// Totals that more replicas do not make smaller, compared as they are.
final class TotalAsValue implements QueryRule {

    @Override
    public String id() {
        return "total-as-value";
    }

    @Override
    public String title() {
        return "A rate over all pods is compared with metricType Value, which no number of replicas brings down";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        if (!(query.origin() instanceof Origin.OfTrigger(_, var trigger))
                || !trigger.metricType().equals("Value")
                || Meaning.of(expr).kind() != Meaning.Kind.RATE_TOTAL) {
            return Stream.empty();
        }
        var written = Peek.at(trigger.field(), "metricType");
        return Stream.of(warning(
                        written.place(),
                        query.what() + ": expected metricType: AverageValue for a rate over all pods, got Value: more"
                                + " replicas do not bring the rate down, so above the threshold each decision"
                                + " multiplies"
                                + " the replicas until the maximum; write AverageValue and what one replica carries as"
                                + " threshold")
                .with(drafts.rewrite(written, "AverageValue").map(edit -> Fix.of("write metricType: AverageValue",
                        edit))));
    }
}

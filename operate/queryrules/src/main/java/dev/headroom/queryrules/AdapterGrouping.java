package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.LabelFlow;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Query;
import dev.headroom.promql.Expr;
import java.util.Map;
import java.util.stream.Stream;

/// Queries of prometheus-adapter whose answer does not say which pod a number belongs to.
final class AdapterGrouping implements QueryRule {

    @Override
    public String id() {
        return "adapter-grouping";
    }

    @Override
    public String title() {
        return "The answer to a rule of prometheus-adapter lacks the label of the object";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        if (!(query.origin() instanceof Origin.OfAdapter(var rule)) || rule.external()) {
            return Stream.empty();
        }
        var labels = rule.overrides().entrySet().stream()
                .filter(entry -> !entry.getValue().startsWith("namespace"))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        var kept = LabelFlow.of(expr);
        boolean grouped = query.written().text().contains("GroupBy");
        return labels.isEmpty() || grouped || labels.stream().anyMatch(kept::mayHave)
                ? Stream.empty()
                : Stream.of(error(
                        query.place(expr),
                        query.what() + ": expected an answer with the label " + String.join(" or ", labels)
                                + ", got one without it: the adapter cannot tell whose number it is, and the autoscaler"
                                + " shows <unknown>; aggregate with by (<<.GroupBy>>)"));
    }
}

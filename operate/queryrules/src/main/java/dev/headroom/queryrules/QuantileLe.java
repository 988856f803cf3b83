package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Edit;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.LabelFlow;
import dev.headroom.drafts.Query;
import dev.headroom.promql.Expr;
import java.util.Optional;
import java.util.stream.Stream;

/// `histogram_quantile` over buckets whose bounds were aggregated away.
final class QuantileLe implements QueryRule {

    @Override
    public String id() {
        return "quantile-le";
    }

    @Override
    public String title() {
        return "The label le is aggregated away inside histogram_quantile";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        return Calls.of(expr, "histogram_quantile")
                .filter(call -> readsClassicBuckets(call.args().getLast()))
                .filter(call -> !LabelFlow.of(call.args().getLast()).mayHave("le"))
                .map(call -> finding(query, call));
    }

    /// Native histograms have no `le`, and a name tells which one is meant.
    private static boolean readsClassicBuckets(Expr expr) {
        return Calls.selectors(expr).anyMatch(selector -> selector.matchers().stream()
                .anyMatch(matcher -> matcher.name().equals("__name__") && matcher.value().contains("_bucket")));
    }

    private Finding finding(Query query, Expr.Call call) {
        var buckets = call.args().getLast();
        var removal = LabelFlow.removal(buckets, "le");
        var place = query.place(removal.<Expr>map(aggregate -> aggregate).orElse(buckets));
        var message = query.what() + ": expected the label le to reach histogram_quantile, got "
                + removal.map(aggregate -> "an aggregation without it, "
                                + new Aggregation(aggregate, query.expression()).head())
                        .orElse("an expression without it")
                + ": the answer is always empty; add le to its by (...)";
        return error(place, message)
                .with(removal.flatMap(aggregate -> new Aggregation(aggregate, query.expression())
                                .keepLe()
                                .flatMap(change -> edit(query, change)))
                        .map(edit -> Fix.of("keep the label le", edit)));
    }

    private static Optional<Edit> edit(Query query, Aggregation.Change change) {
        return change.range().start() == change.range().end()
                ? query.insert(change.range().start(), change.text())
                : query.replace(change.range(), change.text());
    }
}

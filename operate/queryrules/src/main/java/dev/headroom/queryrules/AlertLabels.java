package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.LabelFlow;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Query;
import dev.headroom.manifests.Field;
import dev.headroom.promql.Expr;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Alert texts with labels that the expression aggregates away.
final class AlertLabels implements QueryRule {

    private static final Pattern LABEL = Pattern.compile("\\$labels\\.([A-Za-z_][A-Za-z0-9_]*)");

    @Override
    public String id() {
        return "alert-labels";
    }

    @Override
    public String title() {
        return "The text of an alert names a label that its expression does not keep";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        if (!(query.origin() instanceof Origin.OfAlert(var rule))) {
            return Stream.empty();
        }
        var kept = LabelFlow.of(expr);
        return Stream.of("annotations", "labels")
                .flatMap(where -> Peek.entries(rule.field(), where).values().stream())
                .flatMap(field -> findings(query, kept, field, drafts));
    }

    private Stream<Finding> findings(Query query, LabelFlow kept, Field field, Drafts drafts) {
        return LABEL.matcher(Peek.text(field).orElse(""))
                .results()
                .filter(match -> !kept.mayHave(match.group(1)))
                .map(match -> warning(
                        drafts.text(field)
                                .map(text -> text.source().place(text.offset(match.start())))
                                .orElse(field.place()),
                        query.what() + ": expected a label that the expression keeps, got $labels." + match.group(1)
                                + ", which it aggregates away: the text has nothing in that place; add "
                                + match.group(1) + " to by (...), or leave it out of the text"));
    }
}

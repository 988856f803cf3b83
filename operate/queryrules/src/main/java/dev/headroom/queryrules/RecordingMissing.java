package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Query;
import dev.headroom.promql.Expr;
import java.util.stream.Stream;

/// Names of recorded series that no rule among the files records.
final class RecordingMissing implements QueryRule {

    @Override
    public String id() {
        return "recording-missing";
    }

    @Override
    public String title() {
        return "A query reads a recorded series that no rule in the files records";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        return Calls.selectors(expr)
                .filter(selector -> Meaning.name(selector).contains(":"))
                .filter(selector -> drafts.rules().stream()
                        .noneMatch(rule -> !rule.alert() && rule.name().equals(Meaning.name(selector))))
                .filter(selector -> !drafts.settings().observed().names().contains(Meaning.name(selector)))
                .map(selector -> info(
                        query.place(selector),
                        query.what() + ": expected a rule that records " + Meaning.name(selector)
                                + ", got none in these files; give the rule file, too, or check the name"));
    }
}

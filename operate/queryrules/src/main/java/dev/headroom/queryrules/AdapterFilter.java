package dev.headroom.queryrules;

import dev.headroom.drafts.AdapterRule;
import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.model.Matcher;
import java.util.stream.Stream;

/// Conditions in `seriesQuery` that do not reach the query.
final class AdapterFilter implements Rule {

    @Override
    public String id() {
        return "adapter-filter";
    }

    @Override
    public String title() {
        return "A condition in seriesQuery finds series, and does not limit what metricsQuery adds up";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.adapterRules().stream().flatMap(rule -> rule.seriesMatchers().stream()
                .filter(matcher -> isLost(rule, matcher))
                .map(matcher -> info(
                        Peek.at(rule.field(), "seriesQuery").place(),
                        rule.what() + ": expected " + matcher + " in metricsQuery, too, got it in seriesQuery only:"
                                + " that"
                                + " finds series and limits nothing, so the number counts all values of "
                                + matcher.name() + "; write <<.Series>>{<<.LabelMatchers>>," + matcher + "}")));
    }

    /// Whether a condition picks some values of a label that is no object and that the query does not name.
    private static boolean isLost(AdapterRule rule, Matcher matcher) {
        boolean picks = (matcher.type() == Matcher.Type.EQUAL && !matcher.value().isEmpty())
                || (matcher.type() == Matcher.Type.REGEX && !matcher.value().equals(".+"));
        return picks
                && !matcher.name().equals("__name__")
                && !rule.overrides().containsKey(matcher.name())
                && !Peek.text(rule.field(), "metricsQuery").orElse(matcher.name()).contains(matcher.name());
    }
}

package dev.headroom.check;

import dev.headroom.drafts.Comments;
import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Rule;
import dev.headroom.objectrules.ObjectRules;
import dev.headroom.queryrules.QueryRules;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// All rules, and what they find.
public final class Check {

    private static final Comparator<Finding> IN_ORDER = Comparator.comparing(
                    (Finding finding) -> finding.place().file())
            .thenComparingInt(finding -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column())
            .thenComparing(Finding::severity)
            .thenComparing(Finding::rule);

    private Check() {}

    /// The rules in the order in which they are documented.
    public static List<Rule> rules() {
        return Stream.concat(QueryRules.all().stream(), ObjectRules.all().stream()).toList();
    }

    /// What is wrong with some drafts, by file and place; without what comments silence.
    public static List<Finding> findings(Drafts drafts) {
        return rules().stream()
                .flatMap(rule -> rule.findings(drafts))
                .filter(finding -> !isSilenced(finding, drafts))
                .distinct()
                .sorted(IN_ORDER)
                .toList();
    }

    private static boolean isSilenced(Finding finding, Drafts drafts) {
        var source = drafts.sources().get(finding.place().file());
        return source != null && Comments.silences(source, finding);
    }
}

package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Query;
import dev.headroom.promql.Expr;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Names that the running server does not know.
final class SeriesUnknown implements QueryRule {

    private static final double ALIKE = 0.7;

    @Override
    public String id() {
        return "series-unknown";
    }

    @Override
    public String title() {
        return "A query reads a series that the running server does not have";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        var observed = drafts.settings().observed();
        if (!observed.complete() || observed.names().isEmpty()) {
            return Stream.empty();
        }
        return Calls.selectors(expr)
                .filter(selector -> !Meaning.name(selector).isEmpty())
                .filter(selector -> !observed.names().contains(Meaning.name(selector)))
                .filter(selector -> !isRecorded(Meaning.name(selector), drafts))
                .map(selector -> {
                    var name = Meaning.name(selector);
                    var near = nearest(name, observed.names());
                    return warning(
                            query.place(selector),
                            query.what() + ": expected a series that " + observed.where() + " has, got " + name
                                    + ": the answer is empty; "
                                    + near.map(other -> "is " + other + " meant?")
                                            .orElse("check the name, and that its target is scraped"));
                });
    }

    private static boolean isRecorded(String name, Drafts drafts) {
        return drafts.rules().stream().anyMatch(rule -> !rule.alert() && rule.name().equals(name));
    }

    private static Optional<String> nearest(String name, Set<String> names) {
        return names.stream()
                .filter(other -> likeness(name, other) >= ALIKE)
                .max(Comparator.comparingDouble(other -> likeness(name, other)));
    }

    /// From 0 to 1: the share of pairs of neighbouring chars that both names have (Dice).
    private static double likeness(String one, String other) {
        if (one.length() < 2 || other.length() < 2) {
            return 0;
        }
        int shared = 0;
        var left = new StringBuilder(other);
        for (int i = 0; i + 2 <= one.length(); i++) {
            int at = left.indexOf(one.substring(i, i + 2));
            if (at >= 0) {
                shared++;
                left.setCharAt(at, '\0');
            }
        }
        return 2.0 * shared / (one.length() + other.length() - 2);
    }
}

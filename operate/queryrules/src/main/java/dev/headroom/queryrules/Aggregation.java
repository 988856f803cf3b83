package dev.headroom.queryrules;

import dev.headroom.promql.Expr;
import dev.headroom.promql.TextRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of an aggregation, whose clause stands in front of its argument or behind it.
///
/// @param query the whole query
record Aggregation(Expr.Aggregate aggregate, String query) {

    private static final Pattern LEADING =
            Pattern.compile("^\\w+\\s*(by|without)\\s*\\(([^()]*)\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRAILING =
            Pattern.compile("\\)\\s*(by|without)\\s*\\(([^()]*)\\)$", Pattern.CASE_INSENSITIVE);

    /// A change of the query's text.
    record Change(TextRange range, String text) {}

    /// Its operator and clause: `sum by (pod)`.
    String head() {
        var clause = clause().map(match -> " " + match.group(1) + " (" + match.group(2).strip() + ")").orElse("");
        return aggregate.op().word() + clause;
    }

    /// The change that makes it keep `le`.
    Optional<Change> keepLe() {
        int start = aggregate.text().start();
        var clause = clause();
        if (clause.isEmpty()) {
            int behindOperator = start + aggregate.op().word().length();
            return aggregate.without() || !aggregate.grouping().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Change(new TextRange(behindOperator, behindOperator), " by (le) "));
        }
        var match = clause.get();
        if (aggregate.without()) {
            return Optional.empty();
        }
        int end = start + match.end(2);
        return Optional.of(new Change(new TextRange(end, end), match.group(2).isBlank() ? "le" : ", le"));
    }

    private Optional<Matcher> clause() {
        var text = aggregate.text().of(query);
        return found(LEADING.matcher(text)).or(() -> found(TRAILING.matcher(text)));
    }

    private static Optional<Matcher> found(Matcher matcher) {
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }
}

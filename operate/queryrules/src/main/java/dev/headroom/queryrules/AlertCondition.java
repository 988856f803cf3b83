package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Query;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Selectors;
import dev.headroom.promql.TextRange;
import dev.headroom.promql.ValueType;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Alerts that fire whatever the value.
final class AlertCondition implements QueryRule {

    private static final Set<String> CONDITIONS = Set.of("absent", "absent_over_time", "vector");

    private static final Pattern BOOL = Pattern.compile("bool\\s?", Pattern.CASE_INSENSITIVE);

    @Override
    public String id() {
        return "alert-condition";
    }

    @Override
    public String title() {
        return "An alert without a condition fires for every series, whatever its value";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        if (!(query.origin() instanceof Origin.OfAlert)) {
            return Stream.empty();
        }
        if (Calls.unwrapped(expr) instanceof Expr.Binary binary && binary.returnBool()) {
            return Stream.of(bool(query, binary));
        }
        return isConditional(expr) || readsAlerts(expr)
                ? Stream.empty()
                : Stream.of(warning(
                        query.place(expr),
                        query.what() + ": expected a condition such as > 0, got none: an alert fires for each series"
                                + " that its expression gives, also for those with the value 0; compare it with a"
                                + " number"));
    }

    private Finding bool(Query query, Expr.Binary binary) {
        int operator = binary.left().text().end();
        var between = new TextRange(operator, binary.right().text().start());
        var text = between.of(query.expression());
        var word = BOOL.matcher(text);
        int at = word.find() ? word.start() : -1;
        Optional<Fix> fix = at < 0
                ? Optional.empty()
                : query.replace(new TextRange(between.start() + at, between.start() + word.end()), "")
                        .map(edit -> Fix.of("take bool away", edit));
        return error(
                        query.place(between.start() + Math.max(0, at)),
                        query.what() + ": expected a comparison that filters, got " + binary.op().symbol()
                                + " bool: it gives 0 or 1 for every series, and an alert fires for both; take bool"
                                + " away")
                .with(fix);
    }

    private static boolean isConditional(Expr expr) {
        return expr.type() != ValueType.VECTOR
                || Selectors.expressions(expr)
                        .anyMatch(part -> (part instanceof Expr.Binary binary
                                        && (binary.op().isComparison() || binary.op().isSet()))
                                || (part instanceof Expr.Call call
                                        && CONDITIONS.contains(call.function().name())));
    }

    /// Series that are there only while something is wrong.
    private static boolean readsAlerts(Expr expr) {
        return Calls.selectors(expr).map(Meaning::name).anyMatch(name -> name.isEmpty() || name.startsWith("ALERTS"));
    }
}

package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.DurationWords;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Query;
import dev.headroom.promql.BinaryOp;
import dev.headroom.promql.Expr;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Alerts on single events that must last longer than an event is seen.
final class AlertHold implements QueryRule {

    private static final Set<String> COUNTS = Set.of("increase", "rate", "changes", "resets");

    /// Things that happen once and are over, unlike errors that go on.
    private static final Pattern EVENT = Pattern.compile("(?i)restart|oom|crash|panic|kill|evict|reboot|terminat");

    @Override
    public String id() {
        return "alert-hold";
    }

    @Override
    public String title() {
        return "An alert on a single event waits longer than its window remembers it";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        if (!(query.origin() instanceof Origin.OfAlert(var rule))) {
            return Stream.empty();
        }
        var hold = Peek.text(rule.field(), "for").flatMap(DurationWords::parse).orElse(Duration.ZERO);
        return window(expr)
                .filter(window -> hold.compareTo(window) >= 0)
                .map(window -> info(
                        Peek.at(rule.field(), "for").place(),
                        query.what() + ": expected a for shorter than the window [" + DurationWords.of(window)
                                + "], got " + DurationWords.of(hold)
                                + ": one event is gone from the window before the alert fires, so only events that come"
                                + " again and again raise it; shorten for, or widen the window"))
                .stream();
    }

    /// The window of an expression that asks whether anything happened: `increase(x[5m]) > 0`.
    private static Optional<Duration> window(Expr expr) {
        return Calls.unwrapped(expr) instanceof Expr.Binary binary
                        && binary.op() == BinaryOp.GTR
                        && Meaning.number(binary.right()).filter(number -> number == 0).isPresent()
                ? Calls.all(binary.left())
                        .filter(call -> Calls.selectors(call)
                                .anyMatch(selector -> EVENT.matcher(Meaning.name(selector)).find()))
                        .filter(call -> COUNTS.contains(call.function().name()))
                        .map(call -> call.args().getFirst())
                        .filter(Expr.MatrixSelector.class::isInstance)
                        .map(matrix -> Duration.ofMillis(((Expr.MatrixSelector) matrix).rangeMillis()))
                        .max(Duration::compareTo)
                : Optional.empty();
    }
}

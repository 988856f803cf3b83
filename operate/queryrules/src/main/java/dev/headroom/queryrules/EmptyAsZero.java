package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Query;
import dev.headroom.drafts.ScrapeIntervals;
import dev.headroom.drafts.Trigger;
import dev.headroom.promql.Expr;
import java.util.stream.Stream;

/// Triggers for which no data is zero load.
final class EmptyAsZero implements QueryRule {

    @Override
    public String id() {
        return "empty-as-zero";
    }

    @Override
    public String title() {
        return "A trigger reads an empty answer as 0, so a broken metrics path scales down";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        if (!(query.origin() instanceof Origin.OfTrigger(var scaler, var trigger))
                || ScrapeIntervals.isHeadroom(trigger)
                || !readsNothingAsZero(trigger)) {
            return Stream.empty();
        }
        var setting = Peek.at(trigger.field(), "metadata", "ignoreNullValues");
        if (!Peek.at(scaler.manifest().root(), "spec", "fallback").isMissing()) {
            return Stream.of(info(
                    setting.isMissing() ? query.start() : setting.place(),
                    query.what() + ": expected ignoreNullValues: \"false\" beside a fallback, got "
                            + got(trigger) + ": an empty answer is read as 0 and is no failure, so the fallback does"
                            + " not"
                            + " see it"));
        }
        var kind = Meaning.of(expr).kind();
        return kind.isIntensive()
                ? Stream.of(warning(
                        setting.isMissing() ? query.start() : setting.place(),
                        query.what() + ": expected ignoreNullValues: \"false\" and a fallback, got " + got(trigger)
                                + ": an empty answer (a scrape that is down, a window that is too short, a wrong"
                                + " name) is"
                                + " read as 0, "
                                + (kind == Meaning.Kind.QUANTILE ? "the best latency there is" : "no load at all")
                                + ", and scales down a busy service"))
                : Stream.empty();
    }

    private static boolean readsNothingAsZero(Trigger trigger) {
        var written = trigger.metadata().getOrDefault("ignoreNullValues", "").strip();
        return !java.util.Set.of("false", "False", "FALSE", "f", "F", "0").contains(written);
    }

    private static String got(Trigger trigger) {
        return trigger.metadata().containsKey("ignoreNullValues") ? "true" : "none, and true is KEDA's default";
    }
}

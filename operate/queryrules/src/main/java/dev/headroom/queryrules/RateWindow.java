package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.DurationWords;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Query;
import dev.headroom.drafts.ScrapeInterval;
import dev.headroom.promql.Expr;
import java.time.Duration;
import java.util.stream.Stream;

/// Windows that hold too few samples.
///
/* A range is open on the left: (t - w, t] holds one sample when w is the scrape interval, and rate needs two. Between
 * one
 * and two intervals the answer comes and goes; from two on one lost scrape is enough to lose it; four survive two lost
 * ones. (Prometheus 3, docs/migration; the share of times with an answer is (w - interval) / interval.) */
final class RateWindow implements QueryRule {

    private static final int LEAST = 2;
    private static final int RECOMMENDED = 4;

    @Override
    public String id() {
        return "rate-window";
    }

    @Override
    public String title() {
        return "A window shorter than two scrape intervals, so that rate has no answer";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        var interval = drafts.scrapeIntervals().of(query);
        return Calls.all(expr)
                .filter(call -> Calls.NEED_TWO_SAMPLES.contains(call.function().name()))
                .flatMap(call -> call.args().stream()
                        .filter(Expr.MatrixSelector.class::isInstance)
                        .map(Expr.MatrixSelector.class::cast)
                        // What rules record comes as often as their group is evaluated.
                        .filter(matrix -> !Meaning.name(matrix.selector()).contains(":"))
                        .flatMap(matrix -> finding(
                                query, call.function().name(), matrix, new Scraped(interval, drafts.settings()))));
    }

    /// @param settings in which its author may say another interval
    private record Scraped(ScrapeInterval every, Drafts.Settings settings) {}

    private Stream<Finding> finding(Query query, String function, Expr.MatrixSelector matrix, Scraped by) {
        var scraped = by.every();
        var window = Duration.ofMillis(matrix.rangeMillis());
        var least = scraped.interval().multipliedBy(LEAST);
        var better = DurationWords.of(scraped.interval().multipliedBy(RECOMMENDED));
        var place = query.place(matrix.range().text().start());
        if (window.compareTo(least) < 0) {
            var message = query.what() + ": expected a window of at least " + DurationWords.of(least)
                    + ", two scrape intervals of " + scraped.words() + ", got [" + DurationWords.of(window) + "]: "
                    + consequence(query, function, window, scraped.interval()) + "; use [" + better + "], four"
                    + " intervals"
                    + (scraped.assumed()
                            ? ", or say how often it is scraped with " + by.settings().stage().scrapeInterval()
                            : "");
            var finding = scraped.assumed() ? warning(place, message) : error(place, message);
            return Stream.of(finding.with(query.replace(matrix.range().text(), better)
                    .map(edit -> Fix.of("widen the window to four scrape intervals", edit))));
        }
        boolean fragile = window.compareTo(scraped.interval().multipliedBy(RECOMMENDED)) < 0 && !scraped.assumed();
        return fragile
                ? Stream.of(info(
                        place,
                        query.what() + ": expected a window of " + better + ", four scrape intervals of "
                                + scraped.words() + ", got [" + DurationWords.of(window)
                                + "]: one lost scrape can leave " + function + " without an answer"))
                : Stream.empty();
    }

    private static String consequence(Query query, String function, Duration window, Duration interval) {
        long percent = Math.max(0, window.minus(interval).toMillis() * 100 / interval.toMillis());
        var answer = percent == 0
                ? "it holds one sample, so " + function + " is empty"
                : function + " has an answer only " + percent + " % of the time";
        return answer
                + switch (query.origin()) {
                    case Origin.OfTrigger _ -> ", and KEDA reads an empty answer as 0";
                    case Origin.OfAdapter _ -> ", and the autoscaler shows <unknown>";
                    case Origin.OfAlert _ -> ", and the alert never fires";
                    case Origin.OfRecording _, Origin.OfHand _ -> "";
                };
    }
}

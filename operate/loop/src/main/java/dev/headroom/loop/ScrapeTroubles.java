package dev.headroom.loop;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.scrape.ScrapePool;
import dev.headroom.scrape.TargetHealth;
import dev.headroom.scrape.TargetHealth.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says what is wrong with scraping, in words a person can act on.
public final class ScrapeTroubles implements Troubles {

    private final ScrapePool pool;

    public ScrapeTroubles(ScrapePool pool) {
        this.pool = pool;
    }

    /// What is wrong with the scrape targets that contradict none of the matchers. Empty when all are well, or when
    /// there are none (which whoever asks can say better).
    @Override
    public Optional<String> of(List<Matcher> matchers, Instant now) {
        return among(pool.active().stream()
                .filter(target -> Targets.couldMean(matchers, target.labels()))
                .toList());
    }

    @Override
    public Optional<String> lost(List<Labels> series, Instant now) {
        var sources = Targets.sources(series);
        return among(pool.active().stream()
                .filter(target -> sources.contains(Targets.source(target.labels())))
                .toList());
    }

    private static Optional<String> among(List<TargetHealth> targets) {
        var failing = targets.stream().filter(ScrapeTroubles::failing).toList();
        return failing.isEmpty()
                ? Optional.empty()
                : Optional.of(count(failing.size(), targets.size()) + " failing: " + words(failing.getFirst()));
    }

    /// One line for each pool with targets that are down, and one for each reason why targets are not scraped at all.
    public List<String> all() {
        var lines = pool.active().stream()
                .collect(Collectors.groupingBy(TargetHealth::pool))
                .entrySet()
                .stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .flatMap(Optional::stream)
                .collect(Collectors.toList());
        pool.dropped().stream()
                .map(dropped -> "not scraped: " + dropped.pool() + ": " + dropped.reason())
                .distinct()
                .forEach(lines::add);
        return lines;
    }

    private static Optional<String> of(String name, List<TargetHealth> targets) {
        return among(targets).map(trouble -> "scrape " + name + ": " + trouble);
    }

    /// A page without a single sample is as good as none.
    private static boolean failing(TargetHealth target) {
        return target.health() == Health.DOWN || (target.health() == Health.UP && target.samples() == 0);
    }

    private static String count(int down, int all) {
        return all == 1
                ? "the only scrape target is"
                : down + " of " + all + " scrape targets " + (down == 1 ? "is" : "are");
    }

    private static String words(TargetHealth target) {
        var error = target.health() == Health.UP ? "the page is empty" : target.lastError();
        return error.contains(target.scrapeUrl()) ? error : target.scrapeUrl() + ": " + error;
    }
}

package dev.headroom.server;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.scrape.ScrapePool;
import dev.headroom.scrape.TargetHealth;
import dev.headroom.scrape.TargetHealth.Health;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says what is wrong with scraping, in words a person can act on.
final class ScrapeTroubles {

    private final ScrapePool pool;

    ScrapeTroubles(ScrapePool pool) {
        this.pool = pool;
    }

    /// What is wrong with the scrape targets whose series a selector could mean: those that contradict none of its
    /// matchers. Empty when they are all well, or when there are none (which whoever asks can say better).
    Optional<String> of(List<Matcher> matchers) {
        var meant = pool.active().stream()
                .filter(target -> couldMean(matchers, target.labels()))
                .toList();
        var down = meant.stream().filter(ScrapeTroubles::failing).toList();
        if (down.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(count(down.size(), meant.size()) + " down: " + words(down.getFirst()));
    }

    /// One line for each pool with targets that are down, and one for each reason why targets are not scraped at all.
    List<String> all() {
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
        var down = targets.stream().filter(ScrapeTroubles::failing).toList();
        return down.isEmpty()
                ? Optional.empty()
                : Optional.of("scrape " + name + ": " + count(down.size(), targets.size()) + " down: "
                        + words(down.getFirst()));
    }

    private static boolean failing(TargetHealth target) {
        return target.health() == Health.DOWN;
    }

    private static String count(int down, int all) {
        return all == 1 ? "the only scrape target is" : down + " of " + all + " scrape targets are";
    }

    private static String words(TargetHealth target) {
        var error = target.lastError();
        return error.contains(target.scrapeUrl()) ? error : target.scrapeUrl() + ": " + error;
    }

    /// The metric's own labels are not known before a scrape, so only the target's can contradict.
    private static boolean couldMean(List<Matcher> matchers, Labels labels) {
        return matchers.stream()
                .filter(matcher -> labels.has(matcher.name()))
                .allMatch(matcher -> matcher.matches(labels));
    }
}

package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Selectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How often the series of a query are scraped, as far as the files tell.
///
/* What says it first wins: the person (option); a comment in the query's file; Headroom itself where a trigger asks
 * it; a
 * monitor or server configuration in the query's file; a monitor next to another query of the same series; the
 * configurations of servers; any monitor; Headroom where any trigger asks it. Of several that say it equally, the
 * longest
 * interval counts, because a window must be long enough for all. Without any, it is the default of Prometheus, or of
 * its
 * operator beside objects of the operator, and the finding says so. */
public final class ScrapeIntervals {

    /// Where Headroom answers unless it is told otherwise, and how often it scrapes there.
    private static final String HEADROOM_ADDRESS = "https?://(127\\.0\\.0\\.1|localhost|\\[::1\\]):9095/?";

    private static final ScrapeInterval HEADROOM =
            new ScrapeInterval(Duration.ofSeconds(1), "Headroom's default; the trigger asks 127.0.0.1:9095", false);

    private static final ScrapeInterval OPERATOR_DEFAULT = new ScrapeInterval(
            Duration.ofSeconds(30), "the default of the Prometheus Operator, none is given", true);

    private final Optional<ScrapeInterval> given;
    private final Map<String, ScrapeInterval> comments = new HashMap<>();
    private final Map<String, List<ScrapeInterval>> byFile = new HashMap<>();
    private final List<ScrapeInterval> monitors = new ArrayList<>();
    private final List<ScrapeInterval> servers = new ArrayList<>();
    private final Map<String, ScrapeInterval> jobs = new HashMap<>();
    private final Map<String, ScrapeInterval> bySeries = new HashMap<>();
    private final Set<String> operatorFiles = new HashSet<>();
    private boolean headroom;

    ScrapeIntervals(Optional<Duration> given) {
        this.given = given.map(interval -> new ScrapeInterval(interval, "--scrape-interval", false));
    }

    void comment(String file, ScrapeInterval interval) {
        comments.put(file, interval);
    }

    /// A file with objects of the Prometheus Operator.
    void operator(String file) {
        operatorFiles.add(file);
    }

    /// A ServiceMonitor, PodMonitor or ScrapeConfig.
    void monitor(Field spec) {
        Stream.of("endpoints", "podMetricsEndpoints")
                .flatMap(list -> Peek.items(spec, list).stream())
                .forEach(endpoint -> interval(Peek.at(endpoint, "interval")).ifPresent(interval -> {
                    monitors.add(interval);
                    inFile(endpoint, interval);
                }));
        interval(Peek.at(spec, "scrapeInterval")).ifPresent(interval -> {
            monitors.add(interval);
            inFile(spec, interval);
        });
    }

    /// A configuration of Prometheus: its `global` and `scrape_configs`.
    void server(Field root) {
        var global = interval(Peek.at(root, "global", "scrape_interval"))
                .orElseGet(() -> new ScrapeInterval(
                        ScrapeInterval.DEFAULT.interval(),
                        "the default of " + root.place().file() + ", which names none",
                        false));
        servers.add(global);
        inFile(root, global);
        Peek.items(root, "scrape_configs").forEach(job -> interval(Peek.at(job, "scrape_interval"))
                .ifPresent(interval -> Peek.text(job, "job_name").ifPresent(name -> jobs.put(name, interval))));
    }

    /// One interval that holds for a whole server: a `Prometheus` object or values of its Helm charts.
    void server(Field interval, Field root) {
        interval(interval).ifPresent(found -> {
            servers.add(found);
            inFile(root, found);
        });
    }

    /// Remembers what the queries next to a monitor, or to Headroom itself, read.
    void associate(List<Query> queries) {
        for (var query : queries) {
            headroom |= isHeadroom(query);
            var near = isHeadroom(query)
                    ? Optional.of(HEADROOM)
                    : longest(byFile.getOrDefault(query.start().file(), List.of()));
            near.ifPresent(interval -> names(query)
                    .forEach(name -> bySeries.merge(name, interval, ScrapeIntervals::longer)));
        }
    }

    public ScrapeInterval of(Query query) {
        var file = query.start().file();
        return given.or(() -> Optional.ofNullable(comments.get(file)))
                .or(() -> isHeadroom(query) ? Optional.of(HEADROOM) : Optional.empty())
                .or(() -> job(query))
                .or(() -> longest(byFile.getOrDefault(file, List.of())))
                .or(() -> longest(names(query).flatMap(name -> Stream.ofNullable(bySeries.get(name))).toList()))
                .or(() -> longest(servers))
                .or(() -> longest(monitors))
                .or(() -> headroom ? Optional.of(HEADROOM) : Optional.empty())
                .orElse(operatorFiles.contains(file) ? OPERATOR_DEFAULT : ScrapeInterval.DEFAULT);
    }

    private static boolean isHeadroom(Query query) {
        return query.origin() instanceof Origin.OfTrigger(_, var trigger) && isHeadroom(trigger);
    }

    /// Whether a trigger asks Headroom where it answers by default, so that Headroom decides about it and not KEDA.
    public static boolean isHeadroom(Trigger trigger) {
        return trigger.metadata().getOrDefault("serverAddress", "").matches(HEADROOM_ADDRESS);
    }

    private Optional<ScrapeInterval> job(Query query) {
        return longest(matchers(query)
                .filter(matcher -> matcher.name().equals("job") && matcher.type() == Matcher.Type.EQUAL)
                .flatMap(matcher -> Stream.ofNullable(jobs.get(matcher.value())))
                .toList());
    }

    private static Stream<String> names(Query query) {
        return matchers(query)
                .filter(matcher -> matcher.name().equals("__name__") && matcher.type() == Matcher.Type.EQUAL)
                .map(Matcher::value);
    }

    private static Stream<Matcher> matchers(Query query) {
        return query.tree().stream()
                .flatMap(expr -> Selectors.of(expr).stream())
                .flatMap(selector -> selector.matchers().stream());
    }

    private void inFile(Field field, ScrapeInterval interval) {
        byFile.computeIfAbsent(field.place().file(), _ -> new ArrayList<>()).add(interval);
    }

    private static Optional<ScrapeInterval> interval(Field field) {
        return Peek.text(field)
                .flatMap(DurationWords::parse)
                .filter(Duration::isPositive)
                .map(interval -> new ScrapeInterval(
                        interval, field.place().file() + ":" + field.place().line(), false));
    }

    private static Optional<ScrapeInterval> longest(List<ScrapeInterval> intervals) {
        return intervals.stream().max(Comparator.comparing(ScrapeInterval::interval));
    }

    private static ScrapeInterval longer(ScrapeInterval one, ScrapeInterval other) {
        return one.interval().compareTo(other.interval()) >= 0 ? one : other;
    }
}

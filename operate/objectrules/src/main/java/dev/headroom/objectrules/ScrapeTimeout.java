package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.DurationWords;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.manifests.Field;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// Scrapes that may take longer than the time between them.
final class ScrapeTimeout implements Rule {

    private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);

    @Override
    public String id() {
        return "scrape-timeout";
    }

    @Override
    public String title() {
        return "A scrape timeout longer than the scrape interval";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        var servers = drafts.servers().stream().flatMap(this::server);
        var monitors = drafts.of("ServiceMonitor", "PodMonitor")
                .flatMap(monitor -> Stream.of("endpoints", "podMetricsEndpoints")
                        .flatMap(list -> Peek.items(monitor.root(), "spec", list).stream())
                        .flatMap(endpoint -> finding(
                                monitor.kind() + " " + monitor.metadata().name(),
                                Peek.at(endpoint, "scrapeTimeout"),
                                duration(Peek.at(endpoint, "interval")))));
        return Stream.concat(servers, monitors);
    }

    private Stream<Finding> server(Field root) {
        var global = duration(Peek.at(root, "global", "scrape_interval")).or(() -> Optional.of(USUAL_INTERVAL));
        var jobs = Peek.items(root, "scrape_configs").stream()
                .flatMap(job -> finding(
                        "job " + Peek.text(job, "job_name").orElse("?"),
                        Peek.at(job, "scrape_timeout"),
                        duration(Peek.at(job, "scrape_interval")).or(() -> global)));
        return Stream.concat(finding("global", Peek.at(root, "global", "scrape_timeout"), global), jobs);
    }

    private Stream<Finding> finding(String what, Field timeout, Optional<Duration> interval) {
        return duration(timeout)
                .filter(each -> interval.filter(other -> each.compareTo(other) > 0).isPresent())
                .map(each -> error(
                        timeout.place(),
                        what + ": expected a scrape timeout of at most the interval of "
                                + DurationWords.of(interval.orElseThrow()) + ", got " + DurationWords.of(each)
                                + ": Prometheus refuses the configuration"))
                .stream();
    }

    private static Optional<Duration> duration(Field field) {
        return Peek.text(field).flatMap(DurationWords::parse);
    }
}

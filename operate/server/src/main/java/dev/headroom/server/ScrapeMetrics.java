package dev.headroom.server;

import dev.headroom.scrape.ScrapePool;
import dev.headroom.scrape.TargetHealth.Health;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.Locale;

/// How scraping goes, as metrics of Headroom itself, `headroom_scrape_...`.
final class ScrapeMetrics implements MultiCollector {

    private final ScrapePool pool;

    ScrapeMetrics(ScrapePool pool) {
        this.pool = pool;
    }

    @Override
    public MetricSnapshots collect() {
        var totals = pool.totals();
        var targets = GaugeSnapshot.builder().name("headroom_scrape_targets").help("Scrape targets by health");
        var active = pool.active();
        Arrays.stream(Health.values()).forEach(health -> targets.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of("health", health.name().toLowerCase(Locale.ROOT)))
                .value((double) active.stream().filter(target -> target.health() == health).count())
                .build()));
        var lost = CounterSnapshot.builder()
                .name("headroom_scrape_samples_refused")
                .help("Samples that were on a page and not stored, by reason")
                .dataPoint(counted("duplicate", totals.duplicate()))
                .dataPoint(counted("out_of_order", totals.outOfOrder()))
                .dataPoint(counted("too_old", totals.tooOld()))
                .dataPoint(counted("series_limit", totals.seriesLimit()));
        return new MetricSnapshots(
                targets.build(),
                counter("scrapes", "Scrapes that have ended", totals.scrapes()),
                counter("failed", "Scrapes that gave no page", totals.failed()),
                counter("samples", "Samples on the pages", totals.samples()),
                lost.build());
    }

    private static CounterDataPointSnapshot counted(String reason, long count) {
        return CounterDataPointSnapshot.builder().labels(Labels.of("reason", reason)).value((double) count).build();
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name("headroom_scrape_" + name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
                .build();
    }
}

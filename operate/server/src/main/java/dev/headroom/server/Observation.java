package dev.headroom.server;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.api.CrossOrigin;
import dev.headroom.api.PrometheusApi;
import dev.headroom.api.QueryEndpoints;
import dev.headroom.api.RuleEndpoints;
import dev.headroom.api.SeriesEndpoints;
import dev.headroom.api.StatusEndpoints;
import dev.headroom.api.TargetEndpoints;
import dev.headroom.config.SdConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.loop.Event;
import dev.headroom.loop.MetricStore;
import dev.headroom.loop.ScrapeTroubles;
import dev.headroom.model.LabelNaming;
import dev.headroom.model.Labels;
import dev.headroom.model.PrometheusDuration;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.Syntax;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.rules.GroupRun;
import dev.headroom.rules.Notification;
import dev.headroom.rules.RuleEvaluator;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import dev.headroom.rules.RuleSettings;
import dev.headroom.scrape.Discovery;
import dev.headroom.scrape.HttpPageFetcher;
import dev.headroom.scrape.InProcessPages;
import dev.headroom.scrape.PageFetcher;
import dev.headroom.scrape.ScrapePool;
import dev.headroom.scrape.ScrapeTarget;
import dev.headroom.scrape.ScrapedPages;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Storage;
import dev.headroom.tsdb.StorageMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What watches a service, on one machine and in a cluster alike: the scrape pool, its samples, rules with the built-in
/// alerts among them, Alertmanagers and remote write, and the Prometheus API over all of it.
public final class Observation implements AutoCloseable {

    private final Settings settings;
    private final Basis basis;
    private final Around around;
    private final Instant startedAt;
    private final QueryEngine engine;
    private final HttpPageFetcher fetcher;
    private final ScrapePool pool;
    private final ConfiguredParts configured;
    private final MetricServers servers;
    private final RuleEvaluator rules;

    /// @param scrapeInterval of most targets
    /// @param evaluationInterval of rule groups that name none
    /// @param prometheus a server that is asked in place of the samples
    /// @param seed of what is left to chance
    /// @param origins whose pages may read the API from a browser
    public record Settings(
            Duration scrapeInterval,
            Duration evaluationInterval,
            ServerConfig.Data data,
            Optional<ServerConfig.Prometheus> prometheus,
            long seed,
            CrossOrigin origins) {}

    /// What it stands on; closed by whoever made it.
    ///
    /// @param page of this program itself
    /// @param url where this program listens
    public record Basis(
            Timeline timeline,
            Storage storage,
            HttpClients clients,
            PrometheusRegistry registry,
            MetricsPage page,
            String url) {}

    /// What differs from program to program. Asked from the start on, on threads of the timeline.
    public interface Around {

        /// What discoveries of Kubernetes look at.
        Discovery.Snapshot snapshot();

        /// Scrape targets beside those of the configuration.
        List<ScrapeTarget> named();

        /// What is scraped beside that, most deliberate first.
        List<Discovery> besides(Discovery.Snapshot snapshot);

        /// Rules beside those of the configuration.
        List<RuleGroup> ruleGroups();

        /// Hears of alerts that fire or are over.
        void told(Event event);
    }

    public Observation(Optional<PrometheusFile> file, Settings settings, Basis basis, Around around) {
        this.settings = settings;
        this.basis = basis;
        this.around = around;
        var timeline = basis.timeline();
        var storage = basis.storage();
        this.startedAt = timeline.now();
        this.engine = new Engine(storage, EngineOptions.defaults(), timeline);
        this.fetcher = new HttpPageFetcher(basis.clients());
        Supplier<PageFetcher.Page> own = basis.page()::page;
        this.pool = new ScrapePool(
                timeline,
                new ScrapePool.Pages(
                        new InProcessPages(Map.of(basis.url() + "/metrics", own), fetcher), new ScrapedPages()),
                storage,
                settings.seed());
        this.configured = new ConfiguredParts(
                file, timeline, basis.clients(), DataFolder.sentOn(settings.data(), storage, pool));
        this.servers = new MetricServers(
                basis.clients(),
                settings.prometheus(),
                MetricStore.embedded(storage, engine, new ScrapeTroubles(pool), settings.scrapeInterval()));
        this.rules = new RuleEvaluator(new GroupRun.Surroundings(
                timeline,
                group -> MetaAlerts.has(group) ? engine : servers.engine(engine),
                storage,
                storage,
                this::notified,
                RuleSettings.standard(basis.url())
                        .every(settings.evaluationInterval())
                        .restoring()
                        .labelled(configured::externalLabels)));
    }

    /// How rule files and PrometheusRule objects are read.
    public static RuleFiles ruleFiles() {
        return RuleFiles.of(LabelNaming.UTF8, Syntax.STABLE);
    }

    /// The Prometheus API, `/federate`, `/metrics` and what is below `/-/`.
    public void serve(HttpSurface surface) {
        var timeline = basis.timeline();
        var storage = basis.storage();
        var api = new PrometheusApi(settings.origins());
        new QueryEndpoints(options -> new Engine(storage, options, timeline), EngineOptions.defaults(), timeline)
                .addTo(api);
        new SeriesEndpoints(storage, storage.exemplars()).addTo(api);
        new TargetEndpoints(pool).addTo(api);
        new RuleEndpoints(rules).addTo(api);
        var retention = PrometheusDuration.print(settings.data().retentionTime());
        new StatusEndpoints(storage, timeline, () -> configured.status(startedAt, retention)).addTo(api);
        configured.addTo(api);
        configured.serve(surface, storage);
        surface.serve("/api/v1/", new PrometheusPart(api::answer)).serve("/metrics", basis.page());
    }

    /// Begins to scrape and to evaluate.
    public void start() {
        StorageMetrics.register(basis.storage(), basis.registry());
        basis.registry().register(new ScrapeMetrics(pool));
        new RuleMetrics(rules, basis.registry()).register();
        basis.registry().register(new ConfiguredMetrics(configured));
        basis.registry().register(new RemoteWriteMetrics(configured.remoteWrites()));
        configured.start(this::follow);
        DataFolder.keepUp(basis.storage(), basis.timeline());
    }

    /// Scrapes and evaluates what is wanted now.
    public void follow() {
        discover();
        rules.sync(ruleGroups());
    }

    /// Scrapes what there is now.
    public void discover() {
        var snapshot = around.snapshot();
        var inOrder = new ArrayList<Discovery>();
        inOrder.add(configured.discover(around.named(), snapshot));
        inOrder.addAll(around.besides(snapshot));
        pool.named(configured.jobNames());
        pool.sync(Discovery.merge(inOrder));
    }

    private List<RuleGroup> ruleGroups() {
        var groups = new ArrayList<>(around.ruleGroups());
        groups.addAll(configured.ruleGroups());
        groups.addAll(MetaAlerts.groups(ruleFiles(), settings.scrapeInterval()));
        return groups;
    }

    private void notified(List<Notification> notifications) {
        configured.notified(notifications);
        var now = basis.timeline().now();
        for (var notification : notifications) {
            boolean over = !notification.endsAt().isAfter(now);
            var text = notification.annotations().getOrDefault("summary", notification.labels().toString());
            around.told(new Event(
                    now, !over, "Rule", name(notification.labels()), over ? "AlertResolved" : "AlertFiring", text));
        }
    }

    /// As Prometheus writes a series: the alert's name, and the labels that tell it from others of that name.
    private static String name(Labels alert) {
        var others = alert.without(List.of("alertname", "severity"));
        return alert.value("alertname") + (others.isEmpty() ? "" : others);
    }

    /// Reads `prometheus.yml` again.
    ///
    /// @throws dev.headroom.manifests.ManifestException when it is not good; everything goes on as before
    public void reload() {
        configured.reload();
    }

    /// The discoveries of Kubernetes that the configuration has now.
    public Set<SdConfig.Kubernetes> kubernetes() {
        return configured.kubernetes();
    }

    /// What autoscalers ask.
    public MetricStore store() {
        return servers.store();
    }

    /// What an adapter asks.
    MetricStore store(AdapterConfig adapter, PrometheusAddress own) {
        return servers.store(adapter, own);
    }

    QueryEngine engine() {
        return engine;
    }

    RuleEvaluator rules() {
        return rules;
    }

    /// The alerts that are pending or fire.
    public List<Views.Alert> alerts() {
        return Views.alerts(rules);
    }

    /// Targets that are down, one line each.
    public List<String> scrapeTroubles() {
        return troubles().all();
    }

    ScrapeTroubles troubles() {
        return new ScrapeTroubles(pool);
    }

    /// What was read in the configuration and has no effect, one line each.
    public List<String> warnings() {
        return configured.warnings();
    }

    @Override
    public void close() {
        rules.close();
        configured.close();
        pool.close();
        fetcher.close();
    }
}

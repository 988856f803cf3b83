package dev.headroom.server;

import dev.headroom.api.PrometheusApi;
import dev.headroom.api.QueryEndpoints;
import dev.headroom.api.RuleEndpoints;
import dev.headroom.api.SeriesEndpoints;
import dev.headroom.api.StatusEndpoints;
import dev.headroom.api.TargetEndpoints;
import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.Outcome;
import dev.headroom.discovery.HttpClients;
import dev.headroom.hpa.HpaSettings;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.loop.AdapterSignals;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.loop.Event;
import dev.headroom.loop.LoopMetrics;
import dev.headroom.loop.MetricStore;
import dev.headroom.loop.ScrapeTroubles;
import dev.headroom.loop.SignalReader;
import dev.headroom.loop.TriggerSignals;
import dev.headroom.model.LabelNaming;
import dev.headroom.model.Labels;
import dev.headroom.model.PrometheusDuration;
import dev.headroom.processes.ClusterEvents;
import dev.headroom.processes.ProcessCluster;
import dev.headroom.processes.ProcessSettings;
import dev.headroom.processes.ServiceStatus;
import dev.headroom.processes.Surroundings;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.Syntax;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.records.DecisionFiles;
import dev.headroom.records.ToldDecision;
import dev.headroom.rules.GroupRun;
import dev.headroom.rules.Notification;
import dev.headroom.rules.RuleEvaluator;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import dev.headroom.rules.RuleSettings;
import dev.headroom.scalers.Scalers;
import dev.headroom.scrape.AnnotationDiscovery;
import dev.headroom.scrape.Discovery;
import dev.headroom.scrape.HttpPageFetcher;
import dev.headroom.scrape.InProcessPages;
import dev.headroom.scrape.MonitorDiscovery;
import dev.headroom.scrape.ScrapeLimits;
import dev.headroom.scrape.ScrapePool;
import dev.headroom.scrape.ScrapeSettings;
import dev.headroom.scrape.ScrapeTarget;
import dev.headroom.scrape.ScrapedPages;
import dev.headroom.scrape.StaticTargets;
import dev.headroom.timeline.WallTimeline;
import dev.headroom.tsdb.Storage;
import dev.headroom.tsdb.StorageMetrics;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running Headroom: every part of the loop, put together by plain constructors and ended in the opposite order.
public final class Wiring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private static final Duration STATUS_PERIOD = Duration.ofSeconds(1);

    private final ServerConfig config;
    private final Ground ground;
    private final WallTimeline timeline;
    private final Vertx vertx;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final EventLog events = new EventLog();
    private final DecisionFiles record;
    private final Timelog<DecisionRecord> decisions = new Timelog<>(HeadroomApi.DECISIONS);
    private final EventStream stream = new EventStream();
    private final Storage storage;
    private final QueryEngine engine;
    private final HttpPageFetcher fetcher;
    private final ConfiguredParts configured;
    private final Scalers scalers;
    private final ScrapePool pool;
    private final MetricServers servers;
    private final RuleEvaluator rules;
    private final ProcessCluster cluster;
    private final ClusterViews views;
    private final List<ScrapeTarget> ownTargets;
    private final Applied applied;
    private final LoopState state;
    private final HeadroomApi api;
    private final HttpServer http;
    private final Instant startedAt;

    /// Reads what is to be applied, listens, and starts everything.
    ///
    /// @param files manifests and rule files, or folders of them
    /// @throws dev.headroom.manifests.ManifestException for the first object that is wrong; nothing was started then
    /// @throws dev.headroom.tsdb.StorageException when samples cannot be kept in the folder
    /// @throws AddressTakenException when the address is not free
    public static Wiring start(ServerConfig config, List<Path> files) {
        return start(config, files, Optional.empty());
    }

    /// The same, with a `prometheus.yml`.
    public static Wiring start(ServerConfig config, List<Path> files, Optional<Path> prometheus) {
        var applied = Applied.read(files, new Applied.Readers(ruleFiles(), scrapeSettings(config)));
        var ground = Ground.open(config.data());
        try {
            var file = prometheus.map(path -> new PrometheusFile(path, ground.timeline()));
            return new Wiring(config, applied, ground, file).started();
        } catch (RuntimeException failure) {
            ground.close();
            throw failure;
        }
    }

    private Wiring(ServerConfig config, Applied applied, Ground ground, Optional<PrometheusFile> prometheus) {
        this.config = config;
        this.applied = applied;
        this.ground = ground;
        this.timeline = ground.timeline();
        this.vertx = ground.vertx();
        this.startedAt = timeline.now();
        this.record = record(config, applied, startedAt);
        this.storage = ground.storage();
        this.engine = new Engine(storage, EngineOptions.defaults(), timeline);
        var clients = new HttpClients(vertx);
        this.fetcher = new HttpPageFetcher(clients);
        this.scalers = new Scalers(vertx);
        var page = new MetricsPage(registry);
        var surface = new HttpSurface(vertx);
        this.http = surface.listen(config.host(), config.port());
        var url = url();
        this.pool = new ScrapePool(
                timeline,
                new ScrapePool.Pages(
                        new InProcessPages(Map.of(url + "/metrics", page::page), fetcher), new ScrapedPages()),
                storage,
                config.seed());
        this.configured = new ConfiguredParts(
                prometheus, timeline, clients, DataFolder.sentOn(config.data(), storage, pool));
        var scraped =
                MetricStore.embedded(storage, engine, new ScrapeTroubles(pool), config.scrapeInterval());
        this.servers = new MetricServers(clients, config.prometheus(), scraped);
        this.rules = new RuleEvaluator(new GroupRun.Surroundings(
                timeline,
                group -> MetaAlerts.has(group) ? engine : servers.engine(engine),
                storage,
                storage,
                this::notified,
                RuleSettings.standard(url)
                        .every(config.evaluationInterval())
                        .restoring()
                        .labelled(configured::externalLabels)));
        this.cluster = ProcessCluster.of(
                applied.workloads(),
                new ProcessSettings(config.folder(), config.workingDirectory(), config.commands(), config.seed()),
                new Surroundings(timeline, vertx, new Told(), registry));
        this.views = new ClusterViews(cluster);
        this.ownTargets = ownTargets(url);
        try {
            cluster.start();
            this.state = new LoopState(
                    new LoopState.Parts(timeline, loops(), views, new ScrapeTroubles(pool), rules), server());
        } catch (RuntimeException failure) {
            cluster.close();
            throw failure;
        }
        this.api = new HeadroomApi(
                state,
                new HeadroomApi.Told(decisions, record.history(), events),
                stream,
                config.scrapeInterval());
        serve(surface, page);
    }

    private static DecisionFiles record(ServerConfig config, Applied applied, Instant startedAt) {
        return DecisionFiles.open(
                config.decisions(),
                DecisionFiles.Limits.STANDARD,
                applied.decidedFrom(),
                HpaSettings.DEFAULT,
                startedAt);
    }

    private Views.Server server() {
        return new Views.Server(
                Version.TEXT,
                startedAt,
                PrometheusDuration.print(config.scrapeInterval()),
                cluster.enforcement().text());
    }

    private static RuleFiles ruleFiles() {
        return RuleFiles.of(LabelNaming.UTF8, Syntax.STABLE);
    }

    private static ScrapeSettings scrapeSettings(ServerConfig config) {
        return new ScrapeSettings(
                config.scrapeInterval(), config.scrapeTimeout(), false, true, List.of(), ScrapeLimits.STANDARD);
    }

    private List<ScrapeTarget> ownTargets(String url) {
        var settings = scrapeSettings(config);
        var targets = new ArrayList<ScrapeTarget>();
        targets.add(StaticTargets.target("headroom", url.substring("http://".length()) + "/metrics", settings));
        config.scrapeTargets()
                .forEach(target -> targets.add(StaticTargets.target("static", target.toString(), settings)));
        return List.copyOf(targets);
    }

    private List<AutoscalerLoop> loops() {
        var own = new PrometheusAddress(http.actualPort());
        var signals = new TriggerSignals(
                new SignalReader(servers.store()),
                scalers,
                own::meansEmbedded,
                applied.adapter().map(rules -> new AdapterSignals(rules, servers.store(rules, own))));
        var around = new AutoscalerLoop.Surroundings(
                timeline, signals, this::told, events::add, new LoopMetrics(registry));
        return applied.autoscalers().stream()
                .map(autoscaler -> new AutoscalerLoop(autoscaler, target(autoscaler), around))
                .toList();
    }

    private void told(ToldDecision told) {
        record.add(decisions.add(told.record()), told);
    }

    private void serve(HttpSurface surface, MetricsPage page) {
        var prometheus = new PrometheusApi(config.origins());
        new QueryEndpoints(options -> new Engine(storage, options, timeline), EngineOptions.defaults(), timeline)
                .addTo(prometheus);
        new SeriesEndpoints(storage, storage.exemplars()).addTo(prometheus);
        new TargetEndpoints(pool).addTo(prometheus);
        new RuleEndpoints(rules).addTo(prometheus);
        var retention = PrometheusDuration.print(config.data().retentionTime());
        new StatusEndpoints(storage, timeline, () -> configured.status(startedAt, retention)).addTo(prometheus);
        configured.addTo(prometheus);
        configured.serve(surface, storage);
        surface.serve("/api/v1/", new PrometheusPart(prometheus::answer))
                .serve("/api/headroom/v1/", api)
                .serve("/metrics", page)
                .serve("/livez", request -> request.response().end("ok\n"))
                .serve("/readyz", request -> request.response()
                        .setStatusCode(ready() ? 200 : 503)
                        .end(ready() ? "ok\n" : "an autoscaler has not decided yet\n"))
                .serve("/", new DashboardPart());
    }

    /// Whether every autoscaler has decided at least once.
    public boolean ready() {
        return state.loops().stream().allMatch(loop -> loop.newest().isPresent());
    }

    private Wiring started() {
        try {
            start();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
        return this;
    }

    private void start() {
        StorageMetrics.register(storage, registry);
        registry.register(new ScrapeMetrics(pool));
        new RuleMetrics(rules, registry).register();
        CounterWithCallback.builder()
                .name("headroom_decisions_dropped_total")
                .help("Decisions that could not be written to disk")
                .callback(counter -> counter.call((double) record.dropped()))
                .register(registry);
        registry.register(new ConfiguredMetrics(configured));
        registry.register(new RemoteWriteMetrics(configured.remoteWrites()));
        configured.start(this::follow);
        state.loops().forEach(loop -> loop.start(config.syncPeriod()));
        DataFolder.keepUp(storage, timeline);
        timeline.every(STATUS_PERIOD, STATUS_PERIOD, api::publishStatus);
        warnings().forEach(warning -> LOG.warn("{}", warning));
    }

    /// Scrapes and evaluates what the configuration says now.
    private void follow() {
        discover();
        rules.sync(ruleGroups());
    }

    /// Reads `prometheus.yml` again.
    ///
    /// @throws dev.headroom.manifests.ManifestException when it is not good; everything goes on as before
    public void reload() {
        configured.reload();
    }

    private List<RuleGroup> ruleGroups() {
        var groups = new ArrayList<>(applied.ruleGroups());
        groups.addAll(configured.ruleGroups());
        groups.addAll(MetaAlerts.groups(ruleFiles(), config.scrapeInterval()));
        return groups;
    }

    private void discover() {
        var settings = scrapeSettings(config);
        var snapshot = views.discovered();
        var annotations = new AnnotationDiscovery(settings);
        pool.named(configured.jobNames());
        pool.sync(Discovery.merge(List.of(
                configured.discover(ownTargets, snapshot),
                MonitorDiscovery.discover(applied.monitors(), snapshot),
                annotations.services(snapshot),
                annotations.pods(snapshot))));
    }

    /// What the cluster tells. Discovery looks again soon after pods changed, once for many changes.
    private final class Told implements ClusterEvents {
        private static final Duration SETTLE = Duration.ofMillis(100);

        private final AtomicBoolean due = new AtomicBoolean();

        @Override
        public void event(Instant time, boolean warning, String kind, String object, String reason, String message) {
            events.add(new Event(time, warning, kind, object, reason, message));
        }

        @Override
        public void podsChanged() {
            if (due.compareAndSet(false, true)) {
                timeline.after(SETTLE, () -> {
                    due.set(false);
                    discover();
                });
            }
        }
    }

    private void notified(List<Notification> notifications) {
        configured.notified(notifications);
        for (var notification : notifications) {
            var name = name(notification.labels());
            boolean over = !notification.endsAt().isAfter(timeline.now());
            var text = notification.annotations().getOrDefault("summary", notification.labels().toString());
            events.add(new Event(
                    timeline.now(), !over, "Rule", name, over ? "AlertResolved" : "AlertFiring", text));
        }
    }

    /// As Prometheus writes a series: the alert's name, and the labels that tell it from others of that name.
    private static String name(Labels alert) {
        var others = alert.without(List.of("alertname", "severity"));
        return alert.value("alertname") + (others.isEmpty() ? "" : others);
    }

    /// Where people find it.
    public String url() {
        return "http://" + config.host() + ":" + http.actualPort();
    }

    /// What was read and has no effect, one line each.
    public List<String> warnings() {
        var all = new ArrayList<>(applied.warnings());
        all.addAll(configured.warnings());
        all.addAll(cluster.warnings());
        return all;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public ProcessCluster cluster() {
        return cluster;
    }

    public QueryEngine engine() {
        return engine;
    }

    public EventLog events() {
        return events;
    }

    public Timelog<DecisionRecord> decisions() {
        return decisions;
    }

    public List<Autoscaler> autoscalers() {
        return applied.autoscalers();
    }

    public WallTimeline timeline() {
        return timeline;
    }

    /// What an autoscaler scales.
    public ScaleTarget target(Autoscaler autoscaler) {
        var wanted = autoscaler.target();
        return cluster.scaleTargets().stream()
                .filter(target -> target.ref().kind().equals(wanted.kind())
                        && target.ref().namespace().equals(autoscaler.namespace())
                        && target.ref().name().equals(wanted.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no scale target " + wanted));
    }

    /// The Services in front of what an autoscaler scales.
    public List<ServiceStatus> servicesOf(Autoscaler autoscaler) {
        return views.servicesOf(autoscaler.namespace(), autoscaler.target().name());
    }

    /// The newest decision of an autoscaler; empty before the first.
    public Optional<DecisionRecord> newest(Autoscaler autoscaler) {
        return state.loops().stream()
                .filter(loop -> loop.autoscaler().equals(autoscaler))
                .findFirst()
                .flatMap(AutoscalerLoop::newest)
                .map(Outcome::record);
    }

    public Vertx vertx() {
        return vertx;
    }

    /// Shows the progress of a run on the page.
    public void announce(RunProgress plan) {
        state.announce(plan);
    }

    /// Ends the loop from decisions to replicas, then what watches it. Returns when no replica is left.
    @Override
    public void close() {
        state.loops().forEach(AutoscalerLoop::close);
        cluster.close();
        rules.close();
        configured.close();
        pool.close();
        fetcher.close();
        scalers.close();
        stream.close();
        ground.close();
    }
}

package dev.headroom.server;

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
import dev.headroom.loop.SignalReader;
import dev.headroom.loop.TriggerSignals;
import dev.headroom.model.PrometheusDuration;
import dev.headroom.processes.ClusterEvents;
import dev.headroom.processes.ProcessCluster;
import dev.headroom.processes.ProcessSettings;
import dev.headroom.processes.ServiceStatus;
import dev.headroom.processes.Surroundings;
import dev.headroom.promql.QueryEngine;
import dev.headroom.records.DecisionFiles;
import dev.headroom.records.ToldDecision;
import dev.headroom.rules.RuleGroup;
import dev.headroom.scalers.Scalers;
import dev.headroom.scrape.AnnotationDiscovery;
import dev.headroom.scrape.Discovery;
import dev.headroom.scrape.MonitorDiscovery;
import dev.headroom.scrape.ScrapeLimits;
import dev.headroom.scrape.ScrapeSettings;
import dev.headroom.scrape.ScrapeTarget;
import dev.headroom.scrape.StaticTargets;
import dev.headroom.timeline.WallTimeline;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private final Observation observation;
    private final Scalers scalers;
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
        var applied = Applied.read(files, new Applied.Readers(Observation.ruleFiles(), scrapeSettings(config)));
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
        this.scalers = new Scalers(vertx);
        var page = new MetricsPage(registry);
        var surface = new HttpSurface(vertx);
        this.http = surface.listen(config.host(), config.port());
        var url = url();
        this.observation = new Observation(
                prometheus,
                new Observation.Settings(
                        config.scrapeInterval(),
                        config.evaluationInterval(),
                        config.data(),
                        config.prometheus(),
                        config.seed(),
                        config.origins()),
                new Observation.Basis(
                        timeline, ground.storage(), new HttpClients(vertx), registry, page, url),
                new OnThisMachine());
        this.cluster = ProcessCluster.of(
                applied.workloads(),
                new ProcessSettings(config.folder(), config.workingDirectory(), config.commands(), config.seed()),
                new Surroundings(timeline, vertx, new Told(), registry));
        this.views = new ClusterViews(cluster);
        this.ownTargets = ownTargets(url);
        try {
            cluster.start();
            this.state = new LoopState(
                    new LoopState.Parts(timeline, loops(), views, observation.troubles(), observation.rules()),
                    server());
        } catch (RuntimeException failure) {
            cluster.close();
            throw failure;
        }
        this.api = new HeadroomApi(
                state,
                new HeadroomApi.Told(decisions, record.history(), events),
                stream,
                config.scrapeInterval());
        serve(surface);
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
                new SignalReader(observation.store()),
                scalers,
                own::meansEmbedded,
                applied.adapter().map(rules -> new AdapterSignals(rules, observation.store(rules, own))));
        var around = new AutoscalerLoop.Surroundings(
                timeline, signals, this::told, events::add, new LoopMetrics(registry));
        return applied.autoscalers().stream()
                .map(autoscaler -> new AutoscalerLoop(autoscaler, target(autoscaler), around))
                .toList();
    }

    private void told(ToldDecision told) {
        record.add(decisions.add(told.record()), told);
    }

    private void serve(HttpSurface surface) {
        observation.serve(surface);
        surface.serve("/api/headroom/v1/", api)
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
        CounterWithCallback.builder()
                .name("headroom_decisions_dropped_total")
                .help("Decisions that could not be written to disk")
                .callback(counter -> counter.call((double) record.dropped()))
                .register(registry);
        observation.start();
        state.loops().forEach(loop -> loop.start(config.syncPeriod()));
        timeline.every(STATUS_PERIOD, STATUS_PERIOD, api::publishStatus);
        warnings().forEach(warning -> LOG.warn("{}", warning));
    }

    /// Reads `prometheus.yml` again.
    ///
    /// @throws dev.headroom.manifests.ManifestException when it is not good; everything goes on as before
    public void reload() {
        observation.reload();
    }

    /// What is watched beside the configuration: the processes of this machine, and what was applied.
    private final class OnThisMachine implements Observation.Around {

        @Override
        public Discovery.Snapshot snapshot() {
            return views.discovered();
        }

        @Override
        public List<ScrapeTarget> named() {
            return ownTargets;
        }

        @Override
        public List<Discovery> besides(Discovery.Snapshot snapshot) {
            var annotations = new AnnotationDiscovery(scrapeSettings(config));
            return List.of(
                    MonitorDiscovery.discover(applied.monitors(), snapshot),
                    annotations.services(snapshot),
                    annotations.pods(snapshot));
        }

        @Override
        public List<RuleGroup> ruleGroups() {
            return applied.ruleGroups();
        }

        @Override
        public void told(Event event) {
            events.add(event);
        }
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
                    observation.discover();
                });
            }
        }
    }

    /// Where people find it.
    public String url() {
        return "http://" + config.host() + ":" + http.actualPort();
    }

    /// What was read and has no effect, one line each.
    public List<String> warnings() {
        var all = new ArrayList<>(applied.warnings());
        all.addAll(observation.warnings());
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
        return observation.engine();
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
        observation.close();
        scalers.close();
        stream.close();
        ground.close();
    }
}

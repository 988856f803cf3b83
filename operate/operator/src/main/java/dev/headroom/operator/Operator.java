package dev.headroom.operator;

import dev.headroom.admission.AdmissionReviews;
import dev.headroom.apiserver.AggregatedApi;
import dev.headroom.apiserver.WebhookServer;
import dev.headroom.config.HttpClientConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.hpa.HpaSettings;
import dev.headroom.kubernetes.ConnectedApi;
import dev.headroom.kubernetes.Election;
import dev.headroom.kubernetes.EventRecorder;
import dev.headroom.kubernetes.FencedApi;
import dev.headroom.kubernetes.LimitedApi;
import dev.headroom.loop.AdapterSignals;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.loop.EmptyAnswers;
import dev.headroom.loop.LoopMetrics;
import dev.headroom.loop.MetricStore;
import dev.headroom.loop.SignalReader;
import dev.headroom.loop.TriggerSignals;
import dev.headroom.metricsapi.ApiAnswer;
import dev.headroom.metricsapi.CustomMetrics;
import dev.headroom.metricsapi.ExternalMetrics;
import dev.headroom.metricsapi.KedaMetrics;
import dev.headroom.metricsapi.MetricsApis;
import dev.headroom.metricsapi.RuleMetrics;
import dev.headroom.metricsapi.Usages;
import dev.headroom.observer.ClusterObservation;
import dev.headroom.observer.Kubelets;
import dev.headroom.observer.OwnAddresses;
import dev.headroom.records.ChangedDecisions;
import dev.headroom.records.DecisionFiles;
import dev.headroom.remote.HttpApi;
import dev.headroom.remote.RemotePrometheus;
import dev.headroom.remote.ServerAddress;
import dev.headroom.scalers.Scalers;
import dev.headroom.scrape.HttpPageFetcher;
import dev.headroom.server.DataFolder;
import dev.headroom.server.EventLog;
import dev.headroom.server.HttpSurface;
import dev.headroom.server.MetricsPage;
import dev.headroom.server.PrometheusFile;
import dev.headroom.shadow.ShadowReport;
import dev.headroom.timeline.Timeline.Scheduled;
import dev.headroom.timeline.WallTimeline;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.tsdb.Storage;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running operator: its parts, put together by plain constructors, and whether it acts.
///
/// It acts while it holds the lease and nobody else does its work. What it knows of the cluster it knows before it
/// leads, so that taking over takes no longer than the lease.
public final class Operator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);
    private static final String COMPONENT = "headroom-operator";
    private static final String RESOURCE = "v1beta1.metrics.k8s.io";
    private static final String EXTERNAL = "v1beta1.external.metrics.k8s.io";
    private static final List<String> CUSTOM =
            List.of("v1beta1.custom.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io");
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration PROMETHEUS_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RIVAL_PERIOD = Duration.ofSeconds(30);

    /// Anybody may call the webhook: what it asks the API server for takes nothing of what decisions need.
    private static final LimitedApi.Rate ADMISSION_RATE = new LimitedApi.Rate(20, 40);

    private final OperatorConfig config;
    private final Consumer<String> told;
    private final WallTimeline timeline;
    private final Instant startedAt;
    private final Vertx vertx;
    private final ConnectedApi connection;
    private final FencedApi fenced;
    private final LimitedApi api;
    private final Election election;
    private final ClusterCache cache;
    private final LiveCluster cluster;
    private final Scalers scalers;
    private final HttpClients clients;
    private final AskedSources sources;
    private final Optional<Storage> samples;
    private final Optional<ClusterObservation> observation;
    private final Optional<Kubelets> kubelets;
    private final Optional<OwnAddresses> addresses;
    private final Optional<ShadowReport> shadow;
    private final EventLog log = new EventLog();
    private final ListedObjects objects;
    private final EventRecorder events;
    private final Mode mode;
    private final RunningKeda keda;
    private final Optional<AdmissionReviews> reviews;
    private final HttpServer http;
    private final List<Scheduled> schedules = new ArrayList<>();
    private Optional<AggregatedApi> serving = Optional.empty();
    private Optional<WebhookServer> webhook = Optional.empty();
    private volatile boolean acting;
    private volatile @Nullable String rival;

    /// @param told gets what people should see, a line each
    /// @throws dev.headroom.server.AddressTakenException when the address of its pages is not free
    public static Operator start(OperatorConfig config, Consumer<String> told) {
        return start(config, new WallTimeline((_, failure) -> LOG.error("a task failed", failure)), told);
    }

    /// The same on another timeline, such as one whose clock is wrong; it is closed with the operator.
    public static Operator start(OperatorConfig config, WallTimeline timeline, Consumer<String> told) {
        var operator = new Operator(config, timeline, told);
        operator.begin();
        return operator;
    }

    private Operator(OperatorConfig config, WallTimeline timeline, Consumer<String> told) {
        this.config = config;
        this.told = told;
        this.timeline = timeline;
        this.startedAt = timeline.now();
        var observing = config.numbers().observing();
        var file = observing.map(each -> new PrometheusFile(each.file(), timeline));
        this.samples = observing.map(each -> DataFolder.open(each.data(), timeline));
        this.vertx = Vertx.vertx();
        this.shadow = config.mode() == OperatorMode.SHADOW
                ? Optional.of(new ShadowReport(config.data()))
                : Optional.empty();
        var registry = new PrometheusRegistry();
        var page = new MetricsPage(registry);
        var surface =
                new HttpSurface(vertx).serve("/metrics", page).serve("/", new OperatorPages(this));
        this.http = surface.listen(config.page().host(), config.page().port());
        this.connection = ConnectedApi.of(config.access());
        var random = new Random(config.lease().identity().hashCode());
        this.election = new Election(connection, timeline, config.lease(), random, _ -> settle());
        this.fenced = new FencedApi(
                connection, span -> config.mode() != OperatorMode.SHADOW && rival == null && election.allows(span));
        this.api = new LimitedApi(fenced, timeline, config.rate());
        this.events = new EventRecorder(api, timeline, COMPONENT, random);
        this.cache = new ClusterCache(api, timeline, random, config.namespace(), new Heard());
        var kinds = new Kinds(api);
        this.objects = new ListedObjects(api);
        this.scalers = new Scalers(vertx);
        this.clients = new HttpClients(vertx);
        this.addresses = observing.map(each -> new OwnAddresses(http.actualPort(), each.addresses()));
        this.sources = new AskedSources(
                scalers,
                timeline,
                addresses.map(own -> new AskedSources.Here(own::mean, ownUrl())).orElse(AskedSources.Here.NONE));
        this.observation = file.map(each -> new ClusterObservation(
                new ClusterObservation.Purpose(
                        each, observing.orElseThrow().data(), config.numbers().server()),
                samples.orElseThrow(),
                new ClusterObservation.Reach(
                        api, timeline, random, config.namespace(), config.lease().namespace()),
                new ClusterObservation.Shown(clients, registry, page, ownUrl()),
                log::add));
        observation.ifPresent(each -> each.serve(surface));
        this.kubelets = config.serving().flatMap(OperatorConfig.Serving::kubelets).map(how -> new Kubelets(
                new Kubelets.Reach(api, timeline, random, new HttpPageFetcher(clients), how), cache::pods));
        this.cluster = new LiveCluster(api, cache, kinds, config.clusterNamespace());
        this.mode = mode(
                new Around(api, timeline, cache, cluster, kinds, sources, events, random, election::serverTime),
                registry);
        this.keda = new RunningKeda(api, timeline, cache, config.clusterNamespace());
        this.reviews = config.admission().map(how -> {
            var asking = new LimitedApi(fenced, timeline, ADMISSION_RATE);
            return new AdmissionReviews(new LiveNeighbourhood(
                    asking, cache, new Kinds(asking), config.namespace(), new ScrapedAs(how, observing)));
        });
        OperatorMetrics.register(registry, this);
    }

    private Mode mode(Around around, PrometheusRegistry registry) {
        return switch (config.mode()) {
            case ADAPTER -> new AdapterMode(around);
            case AUTOSCALER, SHADOW -> new DecidingMode(new Deciding(
                    around,
                    signals(),
                    new LoopMetrics(registry),
                    config.syncPeriod(),
                    shadow,
                    new ChangedDecisions(config.data().map(folder -> DecisionFiles.open(
                            folder.resolve("decisions.jsonl"),
                            DecisionFiles.Limits.STANDARD,
                            List.of(),
                            HpaSettings.DEFAULT,
                            startedAt))),
                    log::add,
                    config.everyAutoscaler()));
        };
    }

    /// Triggers that mean the metric store, and metrics of HorizontalPodAutoscalers where an adapter has rules, from
    /// there.
    private AutoscalerLoop.Signals signals() {
        var apis = new ClusterSignals(sources, new AskedApis(api), new EmptyAnswers(address ->
                prometheus(new ServerAddress(address, HttpClientConfig.PLAIN))));
        var adapter = config.numbers().adapter();
        return store().<AutoscalerLoop.Signals>map(store -> {
                    var triggers = new TriggerSignals(
                            new SignalReader(store),
                            scalers,
                            this::meansTheStore,
                            adapter.map(rules -> new AdapterSignals(rules, store)));
                    return adapter.isPresent() ? triggers : new StoreSignals(triggers, apis);
                })
                .orElse(apis);
    }

    private boolean meansTheStore(PrometheusTrigger trigger) {
        var server = config.numbers().server();
        return server.isPresent()
                ? trigger.authentication().modes().isEmpty()
                        && trigger.serverAddress().equals(server.get().address().url())
                : addresses.filter(own -> own.mean(trigger)).isPresent();
    }

    /// A Prometheus that was named, else what is scraped here; empty where there is neither.
    private Optional<MetricStore> store() {
        return observation.map(ClusterObservation::store).or(() -> config.numbers()
                .server()
                .map(server -> MetricStore.remote(prometheus(server.address()), server.scrapeInterval())));
    }

    private RemotePrometheus prometheus(ServerAddress address) {
        return new RemotePrometheus(new HttpApi(clients, address, PROMETHEUS_TIMEOUT));
    }

    /// Where this process reaches its own pages.
    private String ownUrl() {
        var host = config.page().host();
        return "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + http.actualPort();
    }

    /// Hands changes on to the mode, which is made after the informers.
    private final class Heard implements ClusterCache.Listener {

        @Override
        public void autoscalerChanged(String key, Optional<Held> before, Optional<Held> after) {
            mode.autoscalerChanged(key, before, after);
        }

        @Override
        public void scaledObjectChanged(String key, Optional<Held> before, Optional<Held> after) {
            mode.scaledObjectChanged(key, before, after);
        }
    }

    private void begin() {
        told.accept("cluster " + connection.server() + " (" + config.access().source() + "), mode "
                + config.mode().toString().toLowerCase(Locale.ROOT)
                + config.namespace().map(each -> ", namespace " + each).orElse(", all namespaces"));
        reviews.ifPresent(each -> Thread.ofVirtual().name("admission-example").start(each::prepare));
        cache.start();
        observation.ifPresent(ClusterObservation::start);
        kubelets.ifPresent(Kubelets::start);
        serving = config.serving().map(this::serve);
        webhook = config.admission().map(this::admit);
        schedules.add(timeline.after(LOOK, this::electWhenReady));
        schedules.add(timeline.every(RIVAL_PERIOD, RIVAL_PERIOD, this::lookForRivals));
    }

    /// All operators serve, whoever leads; what they keep in the cluster for that is not fenced.
    private AggregatedApi serve(OperatorConfig.Serving how) {
        var served = new ArrayList<>(List.of(EXTERNAL));
        if (config.numbers().adapter().isPresent()) {
            served.addAll(CUSTOM);
        }
        if (kubelets.isPresent()) {
            served.add(RESOURCE);
        }
        var settings = how.settings();
        var started = AggregatedApi.start(
                vertx,
                timeline,
                settings,
                AggregatedApi.Cluster.of(connection, settings, how.secret(), served),
                new AggregatedApi.Served(metricsApis(), Map.of("cluster", cache::isSynced)));
        told.accept("metrics APIs at https://" + settings.host() + ":" + started.port() + " for Service "
                + settings.namespace() + "/" + settings.service() + ": " + String.join(", ", served));
        return started;
    }

    /// All operators judge, whoever leads.
    private WebhookServer admit(OperatorConfig.Admission how) {
        var settings = how.settings();
        var started = WebhookServer.start(vertx, timeline, settings, connection, body -> {
            var answer = reviews.orElseThrow().answer(body);
            return answer.status() == 200
                    ? new ApiAnswer(200, "application/json", Map.of(), answer.body())
                    : ApiAnswer.text(answer.status(), answer.body());
        });
        told.accept("admission webhook at https://" + settings.host() + ":" + started.port() + " for Service "
                + settings.namespace() + "/" + settings.service() + " of ValidatingWebhookConfiguration "
                + settings.configuration());
        return started;
    }

    /// A process that knows nothing of the cluster does not stand for election.
    private void electWhenReady() {
        if (!cache.isSynced()) {
            schedules.add(timeline.after(LOOK, this::electWhenReady));
            return;
        }
        lookForRivals();
        told.accept("the cluster is known: " + cache.autoscalers().objects().size() + " HorizontalPodAutoscalers, "
                + cache.scaledObjects().objects().size() + " ScaledObjects");
        if (config.mode() == OperatorMode.SHADOW) {
            settle();
        } else {
            election.start();
        }
    }

    private void lookForRivals() {
        if (config.mode() == OperatorMode.SHADOW) {
            return;
        }
        var found = keda.evidence().orElse(null);
        var before = rival;
        rival = found;
        if (found != null && before == null) {
            told.accept("! KEDA's operator runs in this cluster: " + found + "; two operators would undo each other's"
                    + " work, so nothing is written; scale KEDA to 0, or use --mode shadow");
        } else if (found == null && before != null) {
            told.accept("KEDA's operator is gone; this one acts when it leads");
        }
        settle();
    }

    /// Begins or ends to act, as lease and rivals allow.
    private synchronized void settle() {
        boolean now = config.mode() == OperatorMode.SHADOW || (election.leads() && rival == null);
        if (now != acting) {
            acting = now;
            mode.lead(now);
            told.accept(now
                    ? "acting" + (config.mode() == OperatorMode.SHADOW ? " as a shadow" : ": this process leads")
                    : "not acting any more: lease held by \"" + election.holder() + '"');
        }
    }

    /// What its pages show.
    OperatorView view() {
        return new OperatorView(
                config.mode(),
                config.lease().identity(),
                cache.isSynced(),
                acting,
                election.holder(),
                observation.isPresent(),
                Optional.ofNullable(rival),
                troubles());
    }

    private List<String> troubles() {
        var all = new ArrayList<>(cache.troubles());
        observation.ifPresent(each -> all.addAll(each.troubles()));
        kubelets.ifPresent(each -> all.addAll(each.troubles()));
        return all;
    }

    /// Reads `prometheus.yml` again; without one there is nothing to do.
    ///
    /// @throws dev.headroom.manifests.ManifestException when it is not good; everything goes on as before
    public void reload() {
        observation.ifPresent(ClusterObservation::reload);
    }

    /// What was read and has no effect, one line each.
    public List<String> warnings() {
        return observation.map(ClusterObservation::warnings).orElse(List.of());
    }

    Optional<ShadowReport> shadow() {
        return shadow;
    }

    OperatorReads reads() {
        return new OperatorReads(mode, cluster, observation, log, startedAt, this);
    }

    LimitedApi api() {
        return api;
    }

    FencedApi fenced() {
        return fenced;
    }

    EventRecorder events() {
        return events;
    }

    Optional<AdmissionReviews> reviews() {
        return reviews;
    }

    Election election() {
        return election;
    }

    Instant now() {
        return timeline.now();
    }

    public boolean isActing() {
        return acting;
    }

    public int port() {
        return http.actualPort();
    }

    /// The metrics APIs as this operator answers them: the external metrics of ScaledObjects, behind them what the
    /// rules of an adapter find, and what kubelets measure.
    private MetricsApis metricsApis() {
        InstantSource clock = timeline::now;
        var rules = config.numbers().adapter().flatMap(adapter -> store()
                .map(store -> new RuleMetrics(new ListedRules(adapter, store, timeline), objects, clock)));
        return new MetricsApis(
                rules.map(RuleMetrics::custom).orElse(CustomMetrics.NONE),
                new KedaMetrics(mode, rules.map(RuleMetrics::external).orElse(ExternalMetrics.NONE), clock),
                kubelets.map(Usages.class::cast),
                clock);
    }

    /// Stops acting, hands the lease back, and ends.
    @Override
    public void close() {
        schedules.forEach(Scheduled::cancel);
        webhook.ifPresent(WebhookServer::close);
        serving.ifPresent(AggregatedApi::close);
        mode.close();
        observation.ifPresent(ClusterObservation::close);
        kubelets.ifPresent(Kubelets::close);
        election.close();
        cache.close();
        scalers.close();
        clients.close();
        http.close();
        vertx.close();
        connection.close();
        timeline.close();
        samples.ifPresent(Storage::close);
    }
}

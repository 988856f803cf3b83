package dev.headroom.operator;

import dev.headroom.kubernetes.ConnectedApi;
import dev.headroom.kubernetes.Election;
import dev.headroom.kubernetes.EventRecorder;
import dev.headroom.kubernetes.FencedApi;
import dev.headroom.kubernetes.LimitedApi;
import dev.headroom.scalers.Scalers;
import dev.headroom.server.HttpSurface;
import dev.headroom.server.MetricsPage;
import dev.headroom.timeline.Timeline.Scheduled;
import dev.headroom.timeline.WallTimeline;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration RIVAL_PERIOD = Duration.ofSeconds(30);

    private final OperatorConfig config;
    private final Consumer<String> told;
    private final WallTimeline timeline;
    private final Vertx vertx;
    private final ConnectedApi connection;
    private final FencedApi fenced;
    private final LimitedApi api;
    private final Election election;
    private final ClusterCache cache;
    private final AskedSources sources;
    private final EventRecorder events;
    private final Mode mode;
    private final RunningKeda keda;
    private final HttpServer http;
    private final List<Scheduled> schedules = new ArrayList<>();
    private volatile boolean acting;
    private volatile @Nullable String rival;

    /// @param told gets what people should see, a line each
    /// @throws dev.headroom.server.AddressTakenException when the address of its pages is not free
    public static Operator start(OperatorConfig config, Consumer<String> told) {
        var operator = new Operator(config, told);
        operator.begin();
        return operator;
    }

    private Operator(OperatorConfig config, Consumer<String> told) {
        this.config = config;
        this.told = told;
        this.timeline = new WallTimeline((_, failure) -> LOG.error("a task failed", failure));
        this.vertx = Vertx.vertx();
        var registry = new PrometheusRegistry();
        this.http = new HttpSurface(vertx)
                .serve("/metrics", new MetricsPage(registry))
                .serve("/", new OperatorPages(this::view))
                .listen(config.page().host(), config.page().port());
        this.connection = ConnectedApi.of(config.access());
        var random = new Random(config.lease().identity().hashCode());
        this.election = new Election(connection, timeline, config.lease(), random, _ -> settle());
        this.fenced = new FencedApi(
                connection, span -> config.mode() != OperatorMode.SHADOW && rival == null && election.allows(span));
        this.api = new LimitedApi(fenced, timeline, config.rate());
        this.events = new EventRecorder(api, timeline, COMPONENT, random);
        this.cache = new ClusterCache(api, timeline, random, config.namespace(), new Heard());
        var kinds = new Kinds(api);
        this.sources = new AskedSources(new Scalers(vertx), timeline);
        var cluster = new LiveCluster(api, cache, kinds, config.clusterNamespace());
        this.mode = mode(new Around(api, timeline, cache, cluster, kinds, sources, events, random));
        this.keda = new RunningKeda(api, timeline, cache, config.clusterNamespace());
        OperatorMetrics.register(registry, this);
    }

    private Mode mode(Around around) {
        return switch (config.mode()) {
            case ADAPTER, AUTOSCALER, SHADOW -> new AdapterMode(around);
        };
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
                + config.mode().toString().toLowerCase(java.util.Locale.ROOT)
                + config.namespace().map(each -> ", namespace " + each).orElse(", all namespaces"));
        cache.start();
        schedules.add(timeline.after(LOOK, this::electWhenReady));
        schedules.add(timeline.every(RIVAL_PERIOD, RIVAL_PERIOD, this::lookForRivals));
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
                config.mode(), cache.isSynced(), acting, election.holder(), Optional.ofNullable(rival), cache.troubles());
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

    Election election() {
        return election;
    }

    public boolean isActing() {
        return acting;
    }

    public int port() {
        return http.actualPort();
    }

    /// The external metrics of ScaledObjects, for whoever serves them.
    public ExternalMetrics externalMetrics() {
        return (namespace, metric, scaledObject) -> mode.external(namespace, metric, scaledObject);
    }

    /// Stops acting, hands the lease back, and ends.
    @Override
    public void close() {
        schedules.forEach(Scheduled::cancel);
        mode.close();
        election.close();
        cache.close();
        sources.close();
        http.close();
        vertx.close();
        connection.close();
        timeline.close();
    }
}

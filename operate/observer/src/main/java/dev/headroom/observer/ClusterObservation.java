package dev.headroom.observer;

import dev.headroom.api.CrossOrigin;
import dev.headroom.discovery.ClusterObjects.Kind;
import dev.headroom.discovery.HttpClients;
import dev.headroom.discovery.WatchedKind;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.loop.Event;
import dev.headroom.loop.MetricStore;
import dev.headroom.rules.RuleGroup;
import dev.headroom.scrape.Discovery;
import dev.headroom.scrape.MonitorDiscovery;
import dev.headroom.scrape.ScrapeSettings;
import dev.headroom.scrape.ScrapeTarget;
import dev.headroom.scrape.StaticTargets;
import dev.headroom.server.HttpSurface;
import dev.headroom.server.MetricsPage;
import dev.headroom.server.Observation;
import dev.headroom.server.PrometheusFile;
import dev.headroom.server.ServerConfig;
import dev.headroom.server.Views;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Storage;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What an operator scrapes itself: targets of a `prometheus.yml` and of monitor objects, found among the live objects
/// of the cluster. Every operator scrapes its own samples, whoever leads.
public final class ClusterObservation implements Observation.Around, AutoCloseable {

    /// How long changes of objects are collected before targets are looked for again.
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final PrometheusFile file;
    private final Reach reach;
    private final LiveObjects objects;
    private final LiveMonitors monitors;
    private final List<ScrapeTarget> named;
    private final Observation observation;
    private final Consumer<Event> told;
    private final AtomicBoolean due = new AtomicBoolean();
    private final AtomicBoolean rulesDue = new AtomicBoolean();
    private volatile boolean closed;

    /// What it works with; closed by whoever made it.
    ///
    /// @param namespace of the monitor objects; empty for all
    /// @param ownNamespace where this program runs
    public record Reach(
            KubernetesApi api,
            Timeline timeline,
            RandomGenerator random,
            Optional<String> namespace,
            String ownNamespace) {}

    /// What it is for.
    ///
    /// @param data where the samples are
    /// @param server that is asked in place of the samples
    public record Purpose(PrometheusFile file, ServerConfig.Data data, Optional<ServerConfig.Prometheus> server) {}

    /// Where it listens and shows itself.
    public record Shown(HttpClients clients, PrometheusRegistry registry, MetricsPage page, String url) {}

    public ClusterObservation(Purpose purpose, Storage samples, Reach reach, Shown shown, Consumer<Event> told) {
        this.file = purpose.file();
        this.reach = reach;
        this.told = told;
        this.objects = new LiveObjects(reach.api(), reach.timeline(), reach.random(), this::objectsChanged);
        this.monitors = new LiveMonitors(
                reach.api(),
                reach.timeline(),
                reach.random(),
                reach.namespace(),
                new LiveMonitors.Told(this::objectsChanged, this::rulesChanged));
        this.named = List.of(StaticTargets.target(
                "headroom", shown.url().substring("http://".length()) + "/metrics", settings(file)));
        this.observation = new Observation(
                Optional.of(file),
                new Observation.Settings(
                        file.global().scrapeInterval(),
                        file.global().evaluationInterval(),
                        purpose.data(),
                        purpose.server(),
                        reach.random().nextLong(),
                        CrossOrigin.ANY),
                new Observation.Basis(
                        reach.timeline(), samples, shown.clients(), shown.registry(), shown.page(), shown.url()),
                this);
    }

    /// How targets are scraped that do not say it.
    private static ScrapeSettings settings(PrometheusFile file) {
        return ScrapeSettings.every(file.global().scrapeInterval());
    }

    public void serve(HttpSurface surface) {
        observation.serve(surface);
    }

    public void start() {
        monitors.start();
        observation.start();
    }

    private void objectsChanged() {
        if (due.compareAndSet(false, true)) {
            reach.timeline().after(SETTLE, this::look);
        }
    }

    private void rulesChanged() {
        rulesDue.set(true);
        objectsChanged();
    }

    private void look() {
        due.set(false);
        if (closed) {
            return;
        }
        if (rulesDue.compareAndSet(true, false)) {
            observation.follow();
        } else {
            observation.discover();
        }
    }

    /// What autoscalers and the rules of an adapter ask.
    public MetricStore store() {
        return observation.store();
    }

    /// Reads `prometheus.yml` again.
    ///
    /// @throws dev.headroom.manifests.ManifestException when it is not good; everything goes on as before
    public void reload() {
        observation.reload();
    }

    public List<String> warnings() {
        return observation.warnings();
    }

    /// What goes wrong, one line each.
    public List<String> troubles() {
        return Stream.concat(objects.troubles().stream(), monitors.troubles().stream()).toList();
    }

    /// Targets that are down, one line each.
    public List<String> scrapeTroubles() {
        return observation.scrapeTroubles();
    }

    /// The alerts that are pending or fire.
    public List<Views.Alert> alerts() {
        return observation.alerts();
    }

    /// The kinds that the configuration and the monitors look at, watched from when somebody looks for targets.
    private Set<WatchedKind> wanted() {
        var wanted = new HashSet<>(WatchedKind.of(observation.kubernetes(), reach.ownNamespace()));
        if (!monitors.monitors(settings(file)).isEmpty()) {
            wanted.add(WatchedKind.everywhere(Kind.POD));
            wanted.add(WatchedKind.everywhere(Kind.SERVICE));
        }
        return WatchedKind.withoutRepetition(wanted);
    }

    @Override
    public Discovery.Snapshot snapshot() {
        objects.sync(wanted());
        return Discovery.Snapshot.of(objects.now(), reach.ownNamespace());
    }

    @Override
    public List<ScrapeTarget> named() {
        return named;
    }

    @Override
    public List<Discovery> besides(Discovery.Snapshot snapshot) {
        return List.of(MonitorDiscovery.discover(monitors.monitors(settings(file)), snapshot));
    }

    @Override
    public List<RuleGroup> ruleGroups() {
        return monitors.groups();
    }

    @Override
    public void told(Event event) {
        told.accept(event);
    }

    @Override
    public void close() {
        closed = true;
        monitors.close();
        objects.close();
        observation.close();
    }
}

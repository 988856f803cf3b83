package dev.headroom.observer;

import dev.headroom.kubernetes.Informer;
import dev.headroom.kubernetes.Informer.Scope;
import dev.headroom.kubernetes.JsonFields;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Resource;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import dev.headroom.scrape.Monitor;
import dev.headroom.scrape.ScrapeSettings;
import dev.headroom.server.Observation;
import dev.headroom.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// ServiceMonitor, PodMonitor and PrometheusRule objects of the cluster, where their kinds are installed: they may come
/// and go. All of them count, whatever selectors an object `Prometheus` has.
final class LiveMonitors implements AutoCloseable {

    private static final String VERSION = "monitoring.coreos.com/v1";
    private static final Resource SERVICE_MONITORS = new Resource(VERSION, "ServiceMonitor", "servicemonitors");
    private static final Resource POD_MONITORS = new Resource(VERSION, "PodMonitor", "podmonitors");
    private static final Resource RULES = new Resource(VERSION, "PrometheusRule", "prometheusrules");

    /// Who is told of what.
    ///
    /// @param monitors after a change of what is scraped
    /// @param rules after a change of rules
    record Told(Runnable monitors, Runnable rules) {}

    private final Informer<Manifest> serviceMonitors;
    private final Informer<Manifest> podMonitors;
    private final Informer<Manifest> ruleObjects;
    private final RuleFiles rules = Observation.ruleFiles();
    private final Map<String, Refused> refused = new ConcurrentHashMap<>();

    /// An object that cannot be used, and why.
    private record Refused(Manifest object, String why) {}

    /// @param namespace empty for all
    LiveMonitors(
            KubernetesApi api, Timeline timeline, RandomGenerator random, Optional<String> namespace, Told told) {
        serviceMonitors = new Informer<>(
                api, timeline, Scope.of(SERVICE_MONITORS, namespace), random, LiveMonitors::read,
                (_, _, _) -> told.monitors().run());
        podMonitors = new Informer<>(
                api, timeline, Scope.of(POD_MONITORS, namespace), random, LiveMonitors::read,
                (_, _, _) -> told.monitors().run());
        ruleObjects = new Informer<>(
                api, timeline, Scope.of(RULES, namespace), random, LiveMonitors::read, (_, _, _) -> told.rules().run());
    }

    /// Without kind or name it is no object, and nothing can be said about it.
    private static Optional<Manifest> read(JsonNode json) {
        try {
            return Optional.of(JsonFields.manifest(json));
        } catch (ManifestException _) {
            return Optional.empty();
        }
    }

    private static String name(Manifest object) {
        return object.kind() + " " + object.metadata().namespace() + "/" + object.metadata().name();
    }

    private Stream<Informer<Manifest>> all() {
        return Stream.of(serviceMonitors, podMonitors, ruleObjects);
    }

    void start() {
        all().forEach(Informer::start);
    }

    /// The monitors that can be used, ServiceMonitors first, each kind in the order of names.
    ///
    /// @param fallback interval and timeout of those that name none
    List<Monitor> monitors(ScrapeSettings fallback) {
        var found = new ArrayList<Monitor>();
        Stream.of(serviceMonitors, podMonitors)
                .flatMap(LiveMonitors::sorted)
                .forEach(each -> use(each, () -> found.add(Monitor.read(each, fallback))));
        return found;
    }

    /// The groups of the rule objects that can be used.
    List<RuleGroup> groups() {
        var found = new ArrayList<RuleGroup>();
        sorted(ruleObjects).forEach(each -> use(each, () -> found.addAll(rules.read(each))));
        return found;
    }

    private static Stream<Manifest> sorted(Informer<Manifest> informer) {
        return new TreeMap<>(informer.objects()).values().stream();
    }

    /// An object that is not good is left out and named; the others count.
    private void use(Manifest object, Runnable reading) {
        var name = name(object);
        try {
            reading.run();
            refused.remove(name);
        } catch (ManifestException wrong) {
            refused.put(name, new Refused(object, name + ": " + wrong.getMessage()));
        }
    }

    /// What goes wrong and objects that cannot be used, one line each. That a kind is not installed is no trouble.
    List<String> troubles() {
        var watching = all().filter(each -> !each.isMissing()).map(Informer::trouble).filter(each -> !each.isEmpty());
        var present = new HashMap<String, Manifest>();
        all().flatMap(each -> each.objects().values().stream()).forEach(each -> present.put(name(each), each));
        var unusable = refused.entrySet().stream()
                .filter(each -> each.getValue().object().equals(present.get(each.getKey())))
                .map(each -> each.getValue().why());
        return Stream.concat(watching, unusable).toList();
    }

    @Override
    public void close() {
        all().forEach(Informer::close);
    }
}

package dev.headroom.observer;

import dev.headroom.discovery.ClusterObjects;
import dev.headroom.discovery.ClusterObjects.Kind;
import dev.headroom.discovery.WatchedKind;
import dev.headroom.kubernetes.Informer;
import dev.headroom.kubernetes.Informer.Scope;
import dev.headroom.kubernetes.JsonFields;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Resource;
import dev.headroom.manifests.Field;
import dev.headroom.timeline.Timeline;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The objects that targets are found among: one list and one watch for each kind that somebody wants, and for no
/// other.
final class LiveObjects implements AutoCloseable {

    private static final Map<Kind, Resource> RESOURCES = new EnumMap<>(Map.of(
            Kind.NODE, new Resource("v1", "Node", "nodes"),
            Kind.NAMESPACE, new Resource("v1", "Namespace", "namespaces"),
            Kind.POD, Resource.PODS,
            Kind.SERVICE, new Resource("v1", "Service", "services"),
            Kind.ENDPOINTS, new Resource("v1", "Endpoints", "endpoints"),
            Kind.ENDPOINTSLICE, new Resource("discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),
            Kind.INGRESS, new Resource("networking.k8s.io/v1", "Ingress", "ingresses"),
            Kind.REPLICASET, new Resource("apps/v1", "ReplicaSet", "replicasets"),
            Kind.JOB, new Resource("batch/v1", "Job", "jobs")));

    private final KubernetesApi api;
    private final Timeline timeline;
    private final RandomGenerator random;
    private final Runnable changed;
    private final Map<WatchedKind, Informer<Field>> informers = new HashMap<>();
    private boolean closed;

    /// @param changed told after each change of an object
    LiveObjects(KubernetesApi api, Timeline timeline, RandomGenerator random, Runnable changed) {
        this.api = api;
        this.timeline = timeline;
        this.random = random;
        this.changed = changed;
    }

    /// Watches these and nothing else. What is watched already goes on.
    synchronized void sync(Set<WatchedKind> wanted) {
        if (closed) {
            return;
        }
        informers.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        for (var each : wanted) {
            if (!informers.containsKey(each)) {
                var made = informer(each);
                informers.put(each, made);
                made.start();
            }
        }
    }

    private Informer<Field> informer(WatchedKind wanted) {
        var resource = RESOURCES.get(wanted.kind());
        if (resource == null) {
            throw new IllegalStateException("no resource of " + wanted.kind());
        }
        var namespace = Optional.of(wanted.namespace()).filter(each -> !each.isEmpty());
        return new Informer<>(
                api,
                timeline,
                Scope.of(resource, namespace),
                random,
                json -> Optional.of(JsonFields.manifest(json).root()),
                (_, _, _) -> changed.run());
    }

    /// What is known now, the objects of each kind in the order of their names.
    synchronized ClusterObjects now() {
        var sorted = new EnumMap<Kind, TreeMap<String, Field>>(Kind.class);
        informers.forEach((watched, informer) ->
                sorted.computeIfAbsent(watched.kind(), _ -> new TreeMap<>()).putAll(informer.objects()));
        var lists = new EnumMap<Kind, List<Field>>(Kind.class);
        sorted.forEach((kind, objects) -> lists.put(kind, List.copyOf(objects.values())));
        return new ClusterObjects(lists);
    }

    /// What goes wrong, one line each.
    synchronized List<String> troubles() {
        var lines = new ArrayList<String>();
        informers.values().stream()
                .map(Informer::trouble)
                .filter(each -> !each.isEmpty())
                .forEach(lines::add);
        return lines;
    }

    @Override
    public synchronized void close() {
        closed = true;
        informers.values().forEach(Informer::close);
        informers.clear();
    }
}

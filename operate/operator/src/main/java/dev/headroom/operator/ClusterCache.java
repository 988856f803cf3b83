package dev.headroom.operator;

import dev.headroom.hpa.Pod;
import dev.headroom.kubernetes.Informer;
import dev.headroom.kubernetes.Informer.Scope;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.PodReader;
import dev.headroom.kubernetes.Resource;
import dev.headroom.model.ScaleTargetRef;
import dev.headroom.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What is known of the cluster: one list and one watch for each kind, whatever the number of objects. Secrets and
/// ConfigMaps are not among them: they are read one by one where a trigger names them.
final class ClusterCache implements AutoCloseable {

    /// Hears of changes of the objects that an operator works for.
    interface Listener {

        void autoscalerChanged(String key, Optional<Held> before, Optional<Held> after);

        void scaledObjectChanged(String key, Optional<Held> before, Optional<Held> after);
    }

    private final Informer<Held> autoscalers;
    private final Informer<Held> scaledObjects;
    private final Informer<Held> authentications;
    private final Informer<Held> clusterAuthentications;
    private final Informer<Held> limitRanges;
    private final Map<String, Informer<Held>> workloads;
    private final Informer<Pod> pods;

    /// @param namespace empty for all
    ClusterCache(
            KubernetesApi api, Timeline timeline, RandomGenerator random, Optional<String> namespace,
            Listener listener) {
        var making = new Making(api, timeline, random);
        this.autoscalers = making.held(Scope.of(Resource.AUTOSCALERS, namespace), listener::autoscalerChanged);
        this.scaledObjects = making.held(Scope.of(Resource.SCALED_OBJECTS, namespace), listener::scaledObjectChanged);
        this.authentications = making.held(Scope.of(Resource.AUTHENTICATIONS, namespace), (_, _, _) -> {});
        this.clusterAuthentications =
                making.held(Scope.of(Resource.CLUSTER_AUTHENTICATIONS, Optional.empty()), (_, _, _) -> {});
        this.limitRanges = making.held(Scope.of(Resource.LIMIT_RANGES, namespace), (_, _, _) -> {});
        this.workloads = Map.of(
                Resource.DEPLOYMENTS.kind(), making.held(Scope.of(Resource.DEPLOYMENTS, namespace), (_, _, _) -> {}),
                Resource.STATEFUL_SETS.kind(),
                        making.held(Scope.of(Resource.STATEFUL_SETS, namespace), (_, _, _) -> {}));
        this.pods = new Informer<>(
                api,
                timeline,
                Scope.of(Resource.PODS, namespace),
                random,
                json -> Optional.of(PodReader.pod(json)),
                (_, _, _) -> {});
    }

    private record Making(KubernetesApi api, Timeline timeline, RandomGenerator random) {
        Informer<Held> held(Scope scope, Informer.Listener<Held> listener) {
            return new Informer<>(api, timeline, scope, random, Held::of, listener);
        }
    }

    private Stream<Informer<?>> all() {
        return Stream.concat(
                Stream.of(autoscalers, scaledObjects, authentications, clusterAuthentications, limitRanges, pods),
                workloads.values().stream());
    }

    void start() {
        all().forEach(Informer::start);
    }

    /// Whether the objects that decisions rest on were all listed. The kinds of KEDA need not be installed.
    boolean isSynced() {
        return autoscalers.isSynced()
                && pods.isSynced()
                && workloads.values().stream().allMatch(Informer::isSynced);
    }

    /// What goes wrong, one line each.
    List<String> troubles() {
        return all().map(Informer::trouble).filter(each -> !each.isEmpty()).toList();
    }

    Informer<Held> autoscalers() {
        return autoscalers;
    }

    Informer<Held> scaledObjects() {
        return scaledObjects;
    }

    Informer<Held> limitRanges() {
        return limitRanges;
    }

    /// @param namespace of the object that names it; a cluster-wide one has none
    Optional<Held> authentication(String kind, String namespace, String name) {
        return kind.equals(Resource.CLUSTER_AUTHENTICATIONS.kind())
                ? clusterAuthentications.find(name)
                : authentications.find(namespace + "/" + name);
    }

    /// A Deployment or StatefulSet; empty for every other kind.
    Optional<Held> workload(String kind, String namespace, String name) {
        return Optional.ofNullable(workloads.get(kind)).flatMap(each -> each.find(namespace + "/" + name));
    }

    /// The same while its kind is followed, so that it is as good as asked for.
    Optional<JsonNode> followed(ScaleTargetRef ref) {
        return Optional.ofNullable(workloads.get(ref.kind()))
                .filter(Informer::isFollowing)
                .flatMap(each -> each.find(ref.namespace() + "/" + ref.name()))
                .filter(held -> held.manifest().apiVersion().equals(ref.apiVersion()))
                .map(Held::json);
    }

    Stream<Held> deployments() {
        return Optional.ofNullable(workloads.get(Resource.DEPLOYMENTS.kind())).stream()
                .flatMap(each -> each.objects().values().stream());
    }

    /// All pods by `namespace/name`.
    Map<String, Pod> pods() {
        return pods.objects();
    }

    List<Pod> pods(String namespace) {
        return pods.in(namespace);
    }

    @Override
    public void close() {
        all().forEach(Informer::close);
    }
}

package dev.headroom.kubernetes;

import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.hpa.UnreadableScaleException;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorException;
import dev.headroom.model.ScaleTargetRef;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A workload of a cluster behind its scale subresource.
///
/// A number is asked for under the version that was read last. Where the workload changed meanwhile, it is read again:
/// if it still runs what was decided on, the request is made once more, else it is refused, and the next decision sees
/// what there is. So one that was held up until another leader had scaled changes nothing.
public final class ScaledWorkload implements ScaleTarget {

    /// More replicas than this are asked of nothing (limit `replicasPerTarget`).
    public static final int MAX_REPLICAS = 10_000;

    private final KubernetesApi api;
    private final ScaleTargetRef ref;
    private final String path;
    private final Function<String, List<Pod>> pods;
    private final Metrics metrics;
    private final Supplier<Optional<JsonNode>> watched;
    private Optional<JsonNode> read = Optional.empty();

    /// What the pods that a selector picks use.
    @FunctionalInterface
    public interface Metrics {

        List<Usage> of(String namespace, String selector);

        /// As the cluster's resource metrics API has it; nothing where it does not answer.
        static Metrics served(KubernetesApi api) {
            return (namespace, selector) -> api.send(Request.read(
                            Resource.POD_METRICS.path(Optional.of(namespace)) + "?labelSelector="
                                    + Resource.encoded(selector)))
                    .found()
                    .map(list -> list.path("items").valueStream()
                            .map(PodReader::usage)
                            .toList())
                    .orElse(List.of());
        }
    }

    /// @param resource of the target
    /// @param pods of a namespace, as they are known now
    public ScaledWorkload(
            KubernetesApi api, ScaleTargetRef ref, Resource resource, Function<String, List<Pod>> pods) {
        this(api, ref, resource, pods, Metrics.served(api));
    }

    /// The same with another source of what pods use.
    public ScaledWorkload(
            KubernetesApi api,
            ScaleTargetRef ref,
            Resource resource,
            Function<String, List<Pod>> pods,
            Metrics metrics) {
        this.metrics = metrics;
        this.watched = Optional::empty;
        this.api = api;
        this.ref = ref;
        this.path = resource.path(ref.namespace(), ref.name()) + "/scale";
        this.pods = pods;
    }

    private ScaledWorkload(ScaledWorkload same, Supplier<Optional<JsonNode>> watched) {
        this.api = same.api;
        this.ref = same.ref;
        this.path = same.path;
        this.pods = same.pods;
        this.metrics = same.metrics;
        this.watched = watched;
    }

    /// The same, whose scale is known from a watch: it is asked for only while that says nothing, or what it says is
    /// older than what was written here.
    ///
    /// @param workload the Deployment or StatefulSet; empty while it is not followed
    public ScaledWorkload watched(Supplier<Optional<JsonNode>> workload) {
        return new ScaledWorkload(this, workload);
    }

    @Override
    public ScaleTargetRef ref() {
        return ref;
    }

    @Override
    public synchronized Scale scale() {
        var seen = watched.get().flatMap(WatchedScale::of).filter(each -> version(each) >= newestVersion());
        if (seen.isPresent()) {
            read = seen.map(JsonNode.class::cast);
            return scale(seen.get());
        }
        return switch (api.send(Request.read(path))) {
            case Answer.Done(var scale) -> {
                read = Optional.of(scale);
                yield scale(scale);
            }
            case Answer other -> throw new UnreadableScaleException(other.why());
        };
    }

    private long newestVersion() {
        return read.map(ScaledWorkload::version).orElse(0L);
    }

    /// Versions of one object can be compared as numbers; one that is none is older than all others.
    private static long version(JsonNode object) {
        var text = object.path("metadata").path("resourceVersion").asString("");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static Scale scale(JsonNode scale) {
        var status = scale.path("status");
        return new Scale(
                scale.path("spec").path("replicas").asInt(0),
                status.path("replicas").asInt(0),
                status.path("selector").asString(""));
    }

    @Override
    public List<Pod> pods() {
        var selector = selector();
        return pods.apply(ref.namespace()).stream()
                .filter(pod -> selector.matches(pod.labels()))
                .sorted(Comparator.comparing(Pod::name))
                .toList();
    }

    private LabelSelector selector() {
        try {
            return LabelSelector.parse(known().selector());
        } catch (LabelSelectorException _) {
            return LabelSelector.nothing();
        }
    }

    @Override
    public List<Usage> usage() {
        return metrics.of(ref.namespace(), known().selector()).stream()
                .sorted(Comparator.comparing(Usage::pod))
                .toList();
    }

    private synchronized Scale known() {
        return read.map(ScaledWorkload::scale).orElseGet(this::scale);
    }

    @Override
    public synchronized Update scaleTo(int replicas) {
        if (replicas < 0 || replicas > MAX_REPLICAS) {
            return new Update.Refused("expected 0 to " + MAX_REPLICAS + " replicas (limit replicasPerTarget), got "
                    + replicas);
        }
        var answer = read.<Answer>map(Answer.Done::new).orElseGet(() -> api.send(Request.read(path)));
        if (!(answer instanceof Answer.Done(ObjectNode scale))) {
            return new Update.Refused(answer.why());
        }
        var written = written(scale, replicas);
        if (written.isConflict()
                && api.send(Request.read(path)) instanceof Answer.Done(ObjectNode now)
                && scale(now).specReplicas() == scale(scale).specReplicas()) {
            // Its status moved on; the number that was decided on is still the one that is asked for.
            written = written(now, replicas);
        }
        read = written.found();
        return written.isDone() ? new Update.Accepted() : new Update.Refused(written.why());
    }

    private Answer written(ObjectNode scale, int replicas) {
        var wanted = scale.deepCopy();
        wanted.withObject("/spec").put("replicas", replicas);
        return api.send(Request.replace(path, wanted));
    }
}

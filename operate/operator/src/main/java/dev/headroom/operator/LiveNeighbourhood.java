package dev.headroom.operator;

import dev.headroom.admission.Cluster;
import dev.headroom.admission.Neighbourhood;
import dev.headroom.admission.Neighbourhood.Target;
import dev.headroom.drafts.Source;
import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Request.Verb;
import dev.headroom.kubernetes.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What surrounds an object that is on its way into the cluster: the target, the limits and the other autoscalers of an
/// autoscaler.
///
/* What is known of the cluster comes a moment late: `kubectl apply` writes a Deployment and, milliseconds later, its
 * autoscaler. So nobody is refused for what is known alone: a target that is not known is asked for, and another
 * autoscaler that is known is asked for, too. Who does not answer in time is not held against anybody. */
final class LiveNeighbourhood implements Cluster {

    /// How long an answer may take, within the time that API servers wait for a webhook.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final KubernetesApi api;
    private final ClusterCache cache;
    private final Kinds kinds;
    private final Optional<String> namespace;
    private final Supplier<Optional<Source>> scraped;

    /// @param namespace that is known; empty for all
    /// @param scraped how the cluster is scraped
    LiveNeighbourhood(
            KubernetesApi api,
            ClusterCache cache,
            Kinds kinds,
            Optional<String> namespace,
            Supplier<Optional<Source>> scraped) {
        this.api = api;
        this.cache = cache;
        this.kinds = kinds;
        this.namespace = namespace;
        this.scraped = scraped;
    }

    private record Wanted(String namespace, String apiVersion, String kind, String name) {

        static Wanted by(JsonNode object) {
            var ref = object.path("spec").path("scaleTargetRef");
            var kind = ref.path("kind").asString("");
            return new Wanted(
                    object.path("metadata").path("namespace").asString(""),
                    ref.path("apiVersion").asString(""),
                    kind.isEmpty() ? Resource.DEPLOYMENTS.kind() : kind,
                    ref.path("name").asString(""));
        }
    }

    @Override
    public Neighbourhood around(JsonNode object) {
        var wanted = Wanted.by(object);
        if (!isAutoscaler(object) || !isKnown(wanted.namespace()) || wanted.name().isEmpty()) {
            return new Neighbourhood(Target.UNKNOWN, List.of(), List.of(), scraped.get());
        }
        var objects = new ArrayList<JsonNode>();
        var target = target(wanted, objects);
        cache.limitRanges().in(wanted.namespace()).forEach(each -> objects.add(each.json()));
        objects.addAll(rivals(object, wanted));
        return new Neighbourhood(target, objects, kinds.of(wanted.apiVersion()), scraped.get());
    }

    private static boolean isAutoscaler(JsonNode object) {
        var kind = object.path("kind").asString("");
        return kind.equals(Resource.AUTOSCALERS.kind()) || kind.equals(Resource.SCALED_OBJECTS.kind());
    }

    private boolean isKnown(String wanted) {
        return cache.isSynced()
                && cache.limitRanges().isSynced()
                && namespace.filter(only -> !only.equals(wanted)).isEmpty();
    }

    private Target target(Wanted wanted, List<JsonNode> objects) {
        var resource = Stream.of(Resource.DEPLOYMENTS, Resource.STATEFUL_SETS)
                .filter(each -> each.kind().equals(wanted.kind()))
                .findFirst();
        if (resource.isEmpty()) {
            return Target.UNKNOWN;
        }
        var known = cache.workload(wanted.kind(), wanted.namespace(), wanted.name());
        if (known.isPresent()) {
            objects.add(known.get().json());
            return Target.FOUND;
        }
        // The right to list is there, that to get is not.
        var path = resource.get().path(Optional.of(wanted.namespace())) + "?fieldSelector="
                + URLEncoder.encode("metadata.name=" + wanted.name(), StandardCharsets.UTF_8);
        if (!(read(path) instanceof Answer.Done(var list))) {
            return Target.UNKNOWN;
        }
        for (var item : list.path("items")) {
            if (item.path("metadata").path("name").asString("").equals(wanted.name())
                    && item instanceof ObjectNode found) {
                objects.add(found.put("apiVersion", resource.get().apiVersion()).put("kind", resource.get().kind()));
                return Target.FOUND;
            }
        }
        return Target.MISSING;
    }

    /// The other autoscalers of the target, and other ScaledObjects that make an autoscaler of the same name.
    private List<JsonNode> rivals(JsonNode object, Wanted wanted) {
        var autoscalers = cache.autoscalers().in(wanted.namespace()).stream()
                .filter(each -> !Claims.isGenerated(each))
                .filter(each -> Wanted.by(each.json()).equals(wanted(wanted, each)))
                .map(each -> asked(Resource.AUTOSCALERS, each));
        var scaledObjects = cache.scaledObjects().in(wanted.namespace()).stream()
                .filter(each -> Wanted.by(each.json()).equals(wanted(wanted, each))
                        || hpaName(each.json()).equals(hpaName(object)))
                .map(each -> asked(Resource.SCALED_OBJECTS, each));
        return Stream.concat(autoscalers, scaledObjects)
                .flatMap(Optional::stream)
                .filter(each -> !each.path("metadata").has("deletionTimestamp"))
                .toList();
    }

    /// The same target, in the version that another one names it in.
    private static Wanted wanted(Wanted wanted, Held other) {
        return new Wanted(wanted.namespace(), Wanted.by(other.json()).apiVersion(), wanted.kind(), wanted.name());
    }

    private static String hpaName(JsonNode scaledObject) {
        var name = scaledObject.path("spec").path("advanced").path("horizontalPodAutoscalerConfig").path("name")
                .asString("");
        return name.isEmpty() ? "keda-hpa-" + scaledObject.path("metadata").path("name").asString("") : name;
    }

    private Optional<JsonNode> asked(Resource resource, Held known) {
        return read(resource.path(known.namespace(), known.name())).found();
    }

    private Answer read(String path) {
        return api.send(new Request(Verb.READ, path, Optional.empty(), PATIENCE));
    }
}

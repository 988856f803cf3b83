package dev.headroom.replay;

import dev.headroom.keda.ClusterView;
import dev.headroom.keda.ClusterView.Container;
import dev.headroom.keda.ClusterView.Credentials;
import dev.headroom.keda.ClusterView.Limit;
import dev.headroom.keda.ClusterView.Workload;
import dev.headroom.keda.ResourceKind;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.StoredHpa;
import dev.headroom.model.Quantity;
import dev.headroom.model.ScaleTargetRef;
import dev.headroom.recording.ReplayException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The recorded cluster around a ScaledObject.
final class KedaCluster {

    private static final List<ResourceKind> KINDS = List.of(
            new ResourceKind("apps/v1", "Deployment", "deployments"),
            new ResourceKind("apps/v1", "StatefulSet", "statefulsets"),
            new ResourceKind("argoproj.io/v1alpha1", "Rollout", "rollouts"));

    private KedaCluster() {}

    static ResourceKind kind(String name) {
        return KINDS.stream()
                .filter(each -> each.kind().equals(name))
                .findFirst()
                .orElseThrow(() -> new ReplayException("no kind " + name));
    }

    /// One with nothing but a target.
    static ClusterView of(int replicas) {
        return view(Optional.of(new Workload(replicas, List.of())), List.of(), Map.of(), List.of());
    }

    /// @param replicas as they are now
    static ClusterView of(JsonNode target, JsonNode others, int replicas) {
        var containers = target.path("containers").valueStream()
                .map(each -> new Container(
                        each.path("name").asString(),
                        quantities(each.path("resources").path("requests")),
                        quantities(each.path("resources").path("limits")),
                        Map.of()))
                .toList();
        var scaledObjects = new ArrayList<ScaledObject>();
        if (others.has("scaledObject")) {
            scaledObjects.add(KedaJson.object(others.path("scaledObject")));
        }
        var limits = others.path("limitRange").path("limits").valueStream()
                .map(each -> new Limit(
                        each.path("type").asString(),
                        quantities(each.path("defaultRequest")),
                        quantities(each.path("default"))))
                .toList();
        return view(
                target.path("exists").asBoolean(true)
                        ? Optional.of(new Workload(replicas, containers))
                        : Optional.empty(),
                scaledObjects,
                hpas(others),
                limits);
    }

    private static ClusterView view(
            Optional<Workload> target,
            List<ScaledObject> scaledObjects,
            Map<String, StoredHpa> hpas,
            List<Limit> limits) {
        return new ClusterView(KINDS, target, scaledObjects, hpas, limits, Credentials.NONE);
    }

    static Map<String, StoredHpa> hpas(JsonNode others) {
        if (!others.has("hpa")) {
            return Map.of();
        }
        var hpa = others.path("hpa");
        var ref = hpa.path("scaleTargetRef");
        var name = hpa.path("name").asString();
        var spec = new StoredHpa.Spec(
                new ScaleTargetRef(
                        ref.path("apiVersion").asString(),
                        ref.path("kind").asString(),
                        "ns",
                        ref.path("name").asString()),
                Optional.empty(),
                hpa.path("maxReplicas").asInt(0),
                List.of(),
                Optional.empty());
        return Map.of(
                name,
                new StoredHpa(
                        "ns", name, Map.of(), KedaTriggers.texts(hpa.path("annotations")), Optional.empty(), spec));
    }

    private static Map<String, Quantity> quantities(JsonNode node) {
        var quantities = new HashMap<String, Quantity>();
        node.properties().forEach(each -> quantities.put(each.getKey(), Quantity.parse(each.getValue().asString())));
        return quantities;
    }
}

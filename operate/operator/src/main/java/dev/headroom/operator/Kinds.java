package dev.headroom.operator;

import dev.headroom.keda.ResourceKind;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which kinds of objects can be scaled. Those of Kubernetes are known, all others are asked for once; what is not
/// there is asked for again.
final class Kinds {

    private static final List<ResourceKind> KNOWN = List.of(
            ResourceKind.DEPLOYMENT,
            new ResourceKind("apps/v1", "StatefulSet", "statefulsets"),
            new ResourceKind("apps/v1", "ReplicaSet", "replicasets"),
            new ResourceKind("v1", "ReplicationController", "replicationcontrollers"));

    private final KubernetesApi api;
    private final Map<String, List<ResourceKind>> found = new ConcurrentHashMap<>();

    Kinds(KubernetesApi api) {
        this.api = api;
    }

    /// The kinds of an API version that have a scale subresource, and the known ones.
    List<ResourceKind> of(String apiVersion) {
        if (apiVersion.isEmpty() || KNOWN.stream().anyMatch(each -> each.apiVersion().equals(apiVersion))) {
            return KNOWN;
        }
        var known = found.get(apiVersion);
        if (known == null) {
            known = asked(apiVersion);
            if (!known.isEmpty()) {
                found.put(apiVersion, known);
            }
        }
        var all = new ArrayList<>(KNOWN);
        all.addAll(known);
        return all;
    }

    Optional<Resource> resource(String apiVersion, String kind) {
        return of(apiVersion).stream()
                .filter(each -> each.apiVersion().equals(apiVersion) && each.kind().equals(kind))
                .map(each -> new Resource(each.apiVersion(), each.kind(), each.plural()))
                .findFirst();
    }

    private List<ResourceKind> asked(String apiVersion) {
        var path = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        var answer = api.send(Request.read(path));
        var resources = answer.found().map(list -> list.path("resources").valueStream().toList()).orElse(List.of());
        var names = resources.stream().map(each -> each.path("name").asString("")).toList();
        return resources.stream()
                .filter(each -> names.contains(each.path("name").asString("") + "/scale"))
                .map(each -> new ResourceKind(
                        apiVersion, each.path("kind").asString(""), each.path("name").asString("")))
                .toList();
    }
}

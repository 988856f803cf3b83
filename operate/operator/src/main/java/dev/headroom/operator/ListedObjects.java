package dev.headroom.operator;

import dev.headroom.adapter.GroupResource;
import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import dev.headroom.metricsapi.ClusterObjects;
import dev.headroom.model.LabelSelector;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// The objects that metrics belong to, listed when a request selects them. Which version a group has, and what its
/// resources are called, is asked for once.
final class ListedObjects implements ClusterObjects {

    private final KubernetesApi api;
    private final Map<GroupResource, Found> known = new ConcurrentHashMap<>();

    ListedObjects(KubernetesApi api) {
        this.api = api;
    }

    private record Found(Resource resource) {}

    @Override
    public List<String> names(GroupResource resource, Optional<String> namespace, LabelSelector selector)
            throws ListingException {
        var found = found(resource)
                .orElseThrow(() -> new ListingException("no resource " + resource, new IllegalStateException()));
        var labels = URLEncoder.encode(selector.toString(), StandardCharsets.UTF_8);
        var answer = api.send(Request.read(
                found.resource().path(namespace) + (labels.isEmpty() ? "" : "?labelSelector=" + labels)));
        if (!(answer instanceof Answer.Done(var list))) {
            throw new ListingException(answer.why(), new IllegalStateException(answer.why()));
        }
        return list.path("items").valueStream()
                .map(item -> item.path("metadata").path("name").asString(""))
                .toList();
    }

    @Override
    public Optional<Kind> kind(GroupResource resource) {
        return found(resource).map(each -> {
            var version = each.resource().apiVersion();
            return new Kind(each.resource().kind(), version.contains("/") ? version : "/" + version);
        });
    }

    private Optional<Found> found(GroupResource resource) {
        var earlier = known.get(resource);
        if (earlier != null) {
            return Optional.of(earlier);
        }
        var asked = version(resource.group()).flatMap(version -> asked(resource, version));
        asked.ifPresent(each -> known.put(resource, each));
        return asked;
    }

    /// The preferred version of a group; `v1` of the core group.
    private Optional<String> version(String group) {
        return group.isEmpty()
                ? Optional.of("v1")
                : api.send(Request.read("/apis/" + group))
                        .found()
                        .map(each -> each.path("preferredVersion").path("groupVersion").asString(""));
    }

    private Optional<Found> asked(GroupResource resource, String apiVersion) {
        var path = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        return api.send(Request.read(path)).found().stream()
                .flatMap(list -> list.path("resources").valueStream())
                .filter(each -> isNamed(each, resource.resource()))
                .map(each -> new Found(new Resource(
                        apiVersion, each.path("kind").asString(""), each.path("name").asString(""))))
                .findFirst();
    }

    private static boolean isNamed(JsonNode resource, String name) {
        return name.equals(resource.path("name").asString(""))
                || name.equals(resource.path("singularName").asString(""));
    }
}

package dev.headroom.records;

import dev.headroom.hpa.Pod;
import dev.headroom.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A replica as an autoscaler saw it.
final class PodJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PodJson() {}

    static ObjectNode of(Pod pod) {
        var node = JSON.objectNode().put("name", pod.name());
        var labels = node.putObject("labels");
        pod.labels().asMap().forEach(labels::put);
        node.put("address", pod.address());
        node.put("phase", pod.phase().name());
        node.put("askedAt", pod.askedAt().toString());
        pod.startTime().ifPresent(time -> node.put("startTime", time.toString()));
        pod.ready().ifPresent(ready -> node.putObject("ready")
                .put("status", ready.status())
                .put("lastTransitionTime", ready.lastTransitionTime().toString()));
        pod.deletionTimestamp().ifPresent(time -> node.put("deletionTimestamp", time.toString()));
        var containers = node.putArray("containers");
        for (var container : pod.containers()) {
            var each = containers.addObject().put("name", container.name()).put("init", container.init());
            each.set("requests", milli(container.requests()));
            each.set("limits", milli(container.limits()));
        }
        node.set("requests", milli(pod.resources().requests()));
        node.set("overhead", milli(pod.resources().overhead()));
        return node;
    }

    static Pod read(JsonNode node) {
        var labels = new HashMap<String, String>();
        node.path("labels").properties().forEach(each -> labels.put(each.getKey(), each.getValue().asString()));
        var containers = new ArrayList<Pod.Container>();
        node.path("containers")
                .forEach(each -> containers.add(new Pod.Container(
                        each.path("name").asString(),
                        each.path("init").asBoolean(),
                        milli(each.path("requests")),
                        milli(each.path("limits")))));
        var ready = node.path("ready");
        return new Pod(
                node.path("name").asString(),
                Labels.of(labels),
                node.path("address").asString(),
                Pod.Phase.valueOf(node.path("phase").asString()),
                Instant.parse(node.path("askedAt").asString()),
                instant(node, "startTime"),
                ready.isObject()
                        ? Optional.of(new Pod.Ready(
                                ready.path("status").asString(),
                                Instant.parse(ready.path("lastTransitionTime").asString())))
                        : Optional.empty(),
                instant(node, "deletionTimestamp"),
                List.copyOf(containers),
                new Pod.Resources(milli(node.path("requests")), milli(node.path("overhead"))));
    }

    static ObjectNode milli(Map<String, Long> resources) {
        var node = JSON.objectNode();
        resources.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> node.put(each.getKey(), each.getValue()));
        return node;
    }

    static Map<String, Long> milli(JsonNode node) {
        var resources = new HashMap<String, Long>();
        node.properties().forEach(each -> resources.put(each.getKey(), each.getValue().asLong()));
        return resources;
    }

    private static Optional<Instant> instant(JsonNode node, String field) {
        return node.has(field) ? Optional.of(Instant.parse(node.path(field).asString())) : Optional.empty();
    }
}

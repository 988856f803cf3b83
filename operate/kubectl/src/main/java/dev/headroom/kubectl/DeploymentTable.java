package dev.headroom.kubectl;

import dev.headroom.model.LabelSelectorException;
import dev.headroom.model.LabelSelectorObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// `kubectl get deployments`.
public final class DeploymentTable {

    private DeploymentTable() {}

    /// @param objects Deployments of `apps/v1`
    public static Table of(List<JsonNode> objects, Instant now) {
        return new Table(
                "deployment.apps",
                Stream.concat(
                                Table.Column.named("Name", "Ready", "Up-to-date", "Available", "Age").stream(),
                                Table.Column.wide("Containers", "Images", "Selector").stream())
                        .toList(),
                objects.stream().map(object -> row(object, now)).toList());
    }

    private static Table.Row row(JsonNode object, Instant now) {
        var metadata = object.path("metadata");
        var spec = object.path("spec");
        var status = object.path("status");
        var containers = spec.path("template").path("spec").path("containers");
        return new Table.Row(
                metadata,
                List.of(
                        metadata.path("name").asString(""),
                        status.path("readyReplicas").asLong(0) + "/" + spec.path("replicas").asLong(0),
                        status.path("updatedReplicas").asLong(0),
                        status.path("availableReplicas").asLong(0),
                        Age.of(metadata.path("creationTimestamp"), now),
                        joined(containers, "name"),
                        joined(containers, "image"),
                        selector(spec.path("selector"))));
    }

    private static String joined(JsonNode containers, String field) {
        return containers.valueStream()
                .map(container -> container.path(field).asString(""))
                .collect(Collectors.joining(","));
    }

    private static String selector(JsonNode node) {
        var labels = new TreeMap<String, String>();
        node.path("matchLabels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        var expressions = new ArrayList<LabelSelectorObject.Expression>();
        for (var each : node.path("matchExpressions")) {
            var values = each.path("values").valueStream().map(value -> value.asString("")).toList();
            expressions.add(new LabelSelectorObject.Expression(
                    each.path("key").asString(""), each.path("operator").asString(""), values));
        }
        try {
            return LabelSelectorObject.of(labels, expressions).selector().toString();
        } catch (LabelSelectorException _) {
            return "<invalid>";
        }
    }
}

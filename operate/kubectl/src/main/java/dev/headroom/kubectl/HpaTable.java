package dev.headroom.kubectl;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `kubectl get hpa`.
public final class HpaTable {

    private static final int METRICS_SHOWN = 2;

    private HpaTable() {}

    /// @param objects HorizontalPodAutoscalers of `autoscaling/v2`
    public static Table of(List<JsonNode> objects, Instant now) {
        return new Table(
                "horizontalpodautoscaler.autoscaling",
                Table.Column.named("Name", "Reference", "Targets", "MinPods", "MaxPods", "Replicas", "Age"),
                objects.stream().map(object -> row(object, now)).toList());
    }

    private static Table.Row row(JsonNode object, Instant now) {
        var metadata = object.path("metadata");
        var spec = object.path("spec");
        var target = spec.path("scaleTargetRef");
        return new Table.Row(
                metadata,
                List.of(
                        metadata.path("name").asString(""),
                        target.path("kind").asString("") + "/" + target.path("name").asString(""),
                        targets(object),
                        minReplicas(spec),
                        spec.path("maxReplicas").asLong(0),
                        object.path("status").path("currentReplicas").asLong(0),
                        Age.of(metadata.path("creationTimestamp"), now)));
    }

    static String minReplicas(JsonNode spec) {
        return spec.path("minReplicas").isNumber() ? spec.path("minReplicas").asString() : "<unset>";
    }

    /// `cpu: 63%/80%, 12/10 (avg) + 1 more...`
    private static String targets(JsonNode object) {
        var targets = new ArrayList<String>();
        for (var metric : object.path("spec").path("metrics")) {
            targets.add(target(metric, targets.size(), object));
        }
        if (targets.isEmpty()) {
            return "<none>";
        }
        int more = targets.size() - METRICS_SHOWN;
        return more > 0
                ? String.join(", ", targets.subList(0, METRICS_SHOWN)) + " + " + more + " more..."
                : String.join(", ", targets);
    }

    private static String target(JsonNode metric, int index, JsonNode object) {
        return switch (metric.path("type").asString("")) {
            case "External" -> outside(metric.path("external"), CurrentMetric.at(index, object, "external"));
            case "Object" -> outside(metric.path("object"), CurrentMetric.at(index, object, "object"));
            case "Pods" -> {
                var average = metric.path("pods").path("target").path("averageValue");
                yield CurrentMetric.at(index, object, "pods").reading("averageValue") + "/" + Quantities.text(average);
            }
            case "Resource" -> resource(metric.path("resource"), CurrentMetric.at(index, object, "resource"));
            case "ContainerResource" ->
                resource(metric.path("containerResource"), CurrentMetric.at(index, object, "containerResource"));
            default -> "<unknown type>";
        };
    }

    private static String outside(JsonNode source, CurrentMetric current) {
        var target = source.path("target");
        return target.hasNonNull("averageValue")
                ? current.readingOrUnknown("averageValue") + "/" + Quantities.text(target.path("averageValue"))
                        + " (avg)"
                : current.reading("value") + "/" + Quantities.text(target.path("value"));
    }

    private static String resource(JsonNode source, CurrentMetric current) {
        var target = source.path("target");
        return source.path("name").asString("") + ": "
                + (target.hasNonNull("averageValue")
                        ? current.reading("averageValue") + "/" + Quantities.text(target.path("averageValue"))
                        : current.utilization() + "/" + utilizationTarget(target));
    }

    static String utilizationTarget(JsonNode target) {
        return target.hasNonNull("averageUtilization") ? target.path("averageUtilization").asLong() + "%" : "<auto>";
    }
}

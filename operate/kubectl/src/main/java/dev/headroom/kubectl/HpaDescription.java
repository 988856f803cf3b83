package dev.headroom.kubectl;

import dev.headroom.model.GoLiteral;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `kubectl describe hpa`.
public final class HpaDescription {

    private static final DateTimeFormatter RFC_1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final JsonNode object;
    private final JsonNode spec;
    private final Description out = new Description();

    private HpaDescription(JsonNode object) {
        this.object = object;
        this.spec = object.path("spec");
    }

    /// @param object a HorizontalPodAutoscaler of `autoscaling/v2`
    /// @param events those of the object, in any order; empty when they are not to be shown
    public static String of(JsonNode object, Optional<List<JsonNode>> events, Instant now) {
        var description = new HpaDescription(object);
        description.head();
        description.metrics();
        description.bounds();
        description.behavior();
        description.replicas();
        description.conditions();
        events.ifPresent(all -> EventLines.write(all, now, description.out));
        return description.out.text();
    }

    private void head() {
        var metadata = object.path("metadata");
        out.write("Name:\t" + metadata.path("name").asString("") + "\n");
        out.write("Namespace:\t" + metadata.path("namespace").asString("") + "\n");
        out.labels(metadata.path("labels"));
        out.annotations(metadata.path("annotations"));
        var created = Age.time(metadata.path("creationTimestamp")).orElse(Age.ZERO);
        out.write("CreationTimestamp:\t" + RFC_1123.format(created) + "\n");
        var target = spec.path("scaleTargetRef");
        out.write("Reference:\t" + target.path("kind").asString("") + "/" + target.path("name").asString("") + "\n");
    }

    private void metrics() {
        out.write("Metrics:\t( current / target )\n");
        int index = 0;
        for (var metric : spec.path("metrics")) {
            out.write("  " + metric(metric, index) + "\n");
            index++;
        }
    }

    private String metric(JsonNode metric, int index) {
        return switch (metric.path("type").asString("")) {
            case "External" -> external(metric.path("external"), CurrentMetric.at(index, object, "external"));
            case "Pods" -> pods(metric.path("pods"), CurrentMetric.at(index, object, "pods"));
            case "Object" -> described(metric.path("object"), CurrentMetric.at(index, object, "object"));
            case "Resource" -> {
                var source = metric.path("resource");
                yield resource(
                        "resource " + source.path("name").asString("") + " on pods",
                        source.path("target"),
                        CurrentMetric.at(index, object, "resource"));
            }
            case "ContainerResource" -> {
                var source = metric.path("containerResource");
                yield resource(
                        "resource " + source.path("name").asString("") + " of container \""
                                + source.path("container").asString("") + "\" on pods",
                        source.path("target"),
                        CurrentMetric.at(index, object, "containerResource"));
            }
            case String other -> "<unknown metric type " + GoLiteral.quoted(other) + ">";
        };
    }

    private static String external(JsonNode source, CurrentMetric current) {
        var name = GoLiteral.quoted(source.path("metric").path("name").asString(""));
        var target = source.path("target");
        return target.hasNonNull("averageValue")
                ? name + " (target average value):\t"
                        + against(current.readingOrUnknown("averageValue"), target, "averageValue")
                : name + " (target value):\t" + against(current.reading("value"), target, "value");
    }

    private static String pods(JsonNode source, CurrentMetric current) {
        return GoLiteral.quoted(source.path("metric").path("name").asString("")) + " on pods:\t"
                + against(current.reading("averageValue"), source.path("target"), "averageValue");
    }

    private static String described(JsonNode source, CurrentMetric current) {
        var describedObject = source.path("describedObject");
        var target = source.path("target");
        var metric = "\"" + source.path("metric").path("name").asString("") + "\" on "
                + describedObject.path("kind").asString("") + "/" + describedObject.path("name").asString("");
        return target.path("type").asString("").equals("AverageValue")
                ? metric + " (target average value):\t"
                        + against(current.reading("averageValue"), target, "averageValue")
                : metric + " (target value):\t" + against(current.reading("value"), target, "value");
    }

    private static String resource(String what, JsonNode target, CurrentMetric current) {
        return target.hasNonNull("averageValue")
                ? what + ":\t" + against(current.reading("averageValue"), target, "averageValue")
                : what + "  (as a percentage of request):\t" + current.utilizationAndAverage() + " / "
                        + HpaTable.utilizationTarget(target);
    }

    private static String against(String reading, JsonNode target, String number) {
        return reading + " / " + Quantities.text(target.path(number));
    }

    private void bounds() {
        out.write("Min replicas:\t" + HpaTable.minReplicas(spec) + "\n");
        out.write("Max replicas:\t" + spec.path("maxReplicas").asLong(0) + "\n");
    }

    private void behavior() {
        if (!spec.hasNonNull("behavior")) {
            return;
        }
        out.write("Behavior:\n");
        direction("Scale Up", spec.path("behavior").path("scaleUp"));
        direction("Scale Down", spec.path("behavior").path("scaleDown"));
    }

    private void direction(String name, JsonNode rules) {
        if (!rules.isObject()) {
            return;
        }
        out.write("  " + name + ":\n");
        if (rules.hasNonNull("stabilizationWindowSeconds")) {
            out.write("    Stabilization Window: " + rules.path("stabilizationWindowSeconds").asLong() + " seconds\n");
        }
        var policies = rules.path("policies");
        if (policies.isEmpty()) {
            return;
        }
        out.write("    Select Policy: " + rules.path("selectPolicy").asString("Max") + "\n");
        out.write("    Policies:\n");
        for (var policy : policies) {
            out.write("      - Type: " + policy.path("type").asString("") + "\tValue: "
                    + policy.path("value").asLong(0) + "\tPeriod: " + policy.path("periodSeconds").asLong(0)
                    + " seconds\n");
        }
    }

    private void replicas() {
        var status = object.path("status");
        out.write(spec.path("scaleTargetRef").path("kind").asString("") + " pods:\t"
                + status.path("currentReplicas").asLong(0) + " current / "
                + status.path("desiredReplicas").asLong(0) + " desired\n");
    }

    private void conditions() {
        var conditions = object.path("status").path("conditions");
        if (conditions.isEmpty()) {
            return;
        }
        out.write("Conditions:\n");
        out.write("  Type\tStatus\tReason\tMessage\n");
        out.write("  ----\t------\t------\t-------\n");
        for (var condition : conditions) {
            out.write("  " + condition.path("type").asString("") + "\t" + condition.path("status").asString("") + "\t"
                    + condition.path("reason").asString("") + "\t" + condition.path("message").asString("") + "\n");
        }
    }
}

package dev.headroom.operator;

import dev.headroom.keda.Conditions;
import dev.headroom.keda.ResourceKind;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.ScaledObjectStatus;
import dev.headroom.keda.ScaledObjectStatus.Health;
import dev.headroom.keda.ScaledObjectStatus.Metrics;
import dev.headroom.keda.ScaledObjectStatus.Target;
import dev.headroom.keda.TriggerSpec;
import dev.headroom.kubernetes.PodReader;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `status` of a ScaledObject in the API: what a restart leaves.
final class ScaledObjectStatusJson {

    private static final String HAPPY = "Happy";
    private static final String FAILING = "Failing";

    private ScaledObjectStatusJson() {}

    static ScaledObjectStatus read(JsonNode status) {
        var conditions = status.path("conditions").valueStream()
                .map(each -> new Conditions.Condition(
                        each.path("type").asString(""),
                        each.path("status").asString("Unknown"),
                        each.path("reason").asString(""),
                        each.path("message").asString("")))
                .toList();
        var health = new TreeMap<String, Health>();
        status.path("health").properties().forEach(each -> health.put(
                each.getKey(),
                new Health(
                        each.getValue().path("numberOfFailures").asInt(0),
                        each.getValue().path("status").asString(HAPPY).equals(FAILING))));
        var activity = new TreeMap<String, Boolean>();
        status.path("triggersActivity").properties()
                .forEach(each -> activity.put(each.getKey(), each.getValue().path("isActive").asBoolean(false)));
        return new ScaledObjectStatus(
                new Conditions(conditions),
                new Target(
                        status.path("scaleTargetKind").asString(""),
                        count(status.path("originalReplicaCount")),
                        count(status.path("pausedReplicaCount"))),
                new Metrics(
                        status.path("hpaName").asString(""),
                        texts(status.path("externalMetricNames")),
                        texts(status.path("resourceMetricNames")),
                        status.path("compositeScalerName").asString("")),
                status.path("triggersTypes").asString(""),
                health,
                activity,
                PodReader.instant(status.path("lastActiveTime")));
    }

    private static Optional<Integer> count(JsonNode node) {
        return node.isInt() ? Optional.of(node.asInt()) : Optional.empty();
    }

    private static List<String> texts(JsonNode node) {
        return node.valueStream().map(each -> each.asString("")).toList();
    }

    /// @param kind of the target, where it is known
    /// @param object whose status it is
    static ObjectNode write(ScaledObjectStatus status, Optional<ResourceKind> kind, ScaledObject object) {
        var node = JsonNodeFactory.instance.objectNode();
        put(node, "scaleTargetKind", status.target().scaleTargetKind());
        kind.filter(_ -> !status.target().scaleTargetKind().isEmpty()).ifPresent(each -> {
            var version = each.apiVersion();
            int slash = version.indexOf('/');
            node.putObject("scaleTargetGVKR")
                    .put("group", version.substring(0, Math.max(0, slash)))
                    .put("version", version.substring(slash + 1))
                    .put("kind", each.kind())
                    .put("resource", each.plural());
        });
        status.target().originalReplicaCount().ifPresent(count -> node.put("originalReplicaCount", count));
        status.target().pausedReplicaCount().ifPresent(count -> node.put("pausedReplicaCount", count));
        put(node, "hpaName", status.metrics().hpaName());
        put(node, "externalMetricNames", status.metrics().externalMetricNames());
        put(node, "resourceMetricNames", status.metrics().resourceMetricNames());
        put(node, "compositeScalerName", status.metrics().compositeScalerName());
        if (!status.triggersTypes().isEmpty()) {
            node.put("triggersTypes", status.triggersTypes()).put("authenticationsTypes", authentications(object));
        }
        status.lastActiveTime().ifPresent(time -> node.put(
                "lastActiveTime", time.truncatedTo(ChronoUnit.SECONDS).toString()));
        if (!status.health().isEmpty()) {
            var health = node.putObject("health");
            new TreeMap<>(status.health()).forEach((metric, each) -> health.putObject(metric)
                    .put("numberOfFailures", each.failures())
                    .put("status", each.isFailing() ? FAILING : HAPPY));
        }
        if (!status.triggersActivity().isEmpty()) {
            var activity = node.putObject("triggersActivity");
            new TreeMap<>(status.triggersActivity())
                    .forEach((metric, active) -> activity.putObject(metric).put("isActive", active));
        }
        var conditions = node.putArray("conditions");
        for (var each : status.conditions().all()) {
            var condition = conditions.addObject().put("type", each.type()).put("status", each.status());
            put(condition, "reason", each.reason());
            put(condition, "message", each.message());
        }
        return node;
    }

    /// The column AUTHENTICATIONS: the names of the objects, without their kinds.
    private static String authentications(ScaledObject object) {
        return object.triggers().stream()
                .flatMap(each -> each.authenticationRef().stream())
                .map(TriggerSpec.AuthenticationRef::name)
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static void put(ObjectNode node, String name, String text) {
        if (!text.isEmpty()) {
            node.put(name, text);
        }
    }

    private static void put(ObjectNode node, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            var array = node.putArray(name);
            texts.forEach(array::add);
        }
    }
}

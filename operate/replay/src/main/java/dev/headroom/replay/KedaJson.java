package dev.headroom.replay;

import dev.headroom.hpa.Condition;
import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.keda.Conditions;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.ScaledObjectStatus;
import dev.headroom.manifests.Manifest;
import dev.headroom.recording.Differences;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// ScaledObjects as recorded: read as a cluster stores them, their status and events written as the recorder wrote
/// them.
final class KedaJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern TRIGGERED = Pattern.compile("(.*, triggered by )(.*)");

    private KedaJson() {}

    static ScaledObject object(JsonNode recorded) {
        var manifest = NODES.objectNode();
        manifest.put("apiVersion", ScaledObject.API_VERSION).put("kind", ScaledObject.KIND);
        recorded.properties().forEach(each -> manifest.set(each.getKey(), each.getValue()));
        return ScaledObject.stored(Manifest.read("vector", manifest.toString()).getFirst());
    }

    static Optional<Condition> scalingActive(JsonNode recorded) {
        var status = recorded.path("status").asString("");
        return status.isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition(
                        "ScalingActive",
                        status,
                        Instant.EPOCH,
                        recorded.path("reason").asString(""),
                        recorded.path("message").asString("")));
    }

    static List<String> strings(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    static ArrayNode conditions(Conditions conditions) {
        var all = NODES.arrayNode();
        conditions.all()
                .forEach(each -> all.addArray()
                        .add(each.type())
                        .add(each.status())
                        .add(each.reason())
                        .add(each.message()));
        return all;
    }

    /// Without members that hold nothing.
    static ObjectNode status(ScaledObjectStatus status) {
        var json = NODES.objectNode();
        json.set("conditions", conditions(status.conditions()));
        put(json, "hpaName", status.metrics().hpaName());
        put(json, "scaleTargetKind", status.target().scaleTargetKind());
        status.target().originalReplicaCount().ifPresent(count -> json.put("originalReplicaCount", count));
        put(json, "externalMetricNames", status.metrics().externalMetricNames());
        put(json, "resourceMetricNames", status.metrics().resourceMetricNames());
        put(json, "compositeScalerName", status.metrics().compositeScalerName());
        status.target().pausedReplicaCount().ifPresent(count -> json.put("pausedReplicaCount", count));
        put(json, "triggersTypes", status.triggersTypes());
        if (!status.health().isEmpty()) {
            var health = json.putObject("health");
            status.health()
                    .forEach((metric, each) -> health.putArray(metric)
                            .add(each.failures())
                            .add(each.isFailing() ? "Failing" : "Happy"));
        }
        if (!status.triggersActivity().isEmpty()) {
            var activity = json.putObject("triggersActivity");
            status.triggersActivity().forEach(activity::put);
        }
        status.lastActiveTime().ifPresent(time -> json.put("lastActiveTime", time.toString()));
        return json;
    }

    /// A recorded status without members that hold nothing.
    static ObjectNode recordedStatus(JsonNode recorded) {
        var json = NODES.objectNode();
        recorded.properties().stream()
                .filter(each -> !(each.getValue().isContainer() && each.getValue().isEmpty()) || each.getKey()
                        .equals("conditions"))
                .filter(each -> !each.getValue().isNull())
                .forEach(each -> json.set(each.getKey(), each.getValue()));
        return json;
    }

    private static void put(ObjectNode json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, text);
        }
    }

    private static void put(ObjectNode json, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            var list = json.putArray(name);
            texts.forEach(list::add);
        }
    }

    /// Compares status by status, member by member.
    static void compare(Differences differences, JsonNode expected, ScaledObjectStatus got) {
        var recorded = members(recordedStatus(expected));
        var ours = members(status(got));
        recorded.forEach((name, value) -> differences.add("status." + name, value, ours.getOrDefault(name, "nothing")));
        ours.forEach((name, value) -> {
            if (!recorded.containsKey(name)) {
                differences.add("status." + name, "nothing", value);
            }
        });
    }

    private static Map<String, Object> members(ObjectNode json) {
        var members = new TreeMap<String, Object>();
        json.properties().forEach(each -> members.put(each.getKey(), each.getValue()));
        return members;
    }

    static List<String> events(List<ObjectEvent> events) {
        return events.stream()
                .map(each -> each.type() + " " + each.reason() + " " + promised(each.text()))
                .toList();
    }

    static List<String> recordedEvents(JsonNode events) {
        return events.valueStream()
                .map(each -> each.path(0).asString() + " " + each.path(1).asString() + " "
                        + promised(each.path(2).asString()))
                .toList();
    }

    /// What of a text is a promise: the triggers that woke a target up are a set, formulas promise the first line of
    /// their error.
    static String promised(String text) {
        var triggered = TRIGGERED.matcher(text);
        if (triggered.matches()) {
            var names = triggered.group(2).split(";", -1);
            Arrays.sort(names);
            return triggered.group(1) + String.join(";", names);
        }
        return KedaTriggers.promised(text).replaceAll("(?s)\n \\| .*", "");
    }
}

package dev.headroom.kubectl;

import dev.headroom.hpa.Condition;
import dev.headroom.hpa.HpaMemory.HpaStatus;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricStatus;
import dev.headroom.model.LabelSelectorObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The status of a HorizontalPodAutoscaler as the API returns it: whole seconds, zero fields left out.
public final class HpaStatusJson {

    private static final JsonMapper JSON = new JsonMapper();

    private HpaStatusJson() {}

    public static ObjectNode of(HpaStatus status) {
        var node = JSON.createObjectNode();
        status.lastScaleTime().ifPresent(time -> node.put("lastScaleTime", time(time)));
        node.put("currentReplicas", status.currentReplicas());
        node.put("desiredReplicas", status.desiredReplicas());
        if (!status.currentMetrics().isEmpty()) {
            var metrics = node.putArray("currentMetrics");
            status.currentMetrics().forEach(metric -> metric(metrics.addObject(), metric));
        }
        if (!status.conditions().isEmpty()) {
            var conditions = node.putArray("conditions");
            status.conditions().forEach(condition -> condition(conditions, condition));
        }
        return node;
    }

    /// A recorded status in the same form.
    public static JsonNode recorded(JsonNode status) {
        if (!(status instanceof ObjectNode object)) {
            return status;
        }
        var node = object.deepCopy();
        for (var count : new String[] {"currentReplicas", "desiredReplicas"}) {
            node.put(count, node.path(count).asInt(0));
        }
        for (var list : new String[] {"currentMetrics", "conditions"}) {
            if (node.path(list).isEmpty()) {
                node.remove(list);
            }
        }
        return node;
    }

    private static void condition(ArrayNode conditions, Condition condition) {
        conditions
                .addObject()
                .put("type", condition.type())
                .put("status", condition.status())
                .put("lastTransitionTime", time(condition.lastTransitionTime()))
                .put("reason", condition.reason())
                .put("message", condition.message());
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void metric(ObjectNode node, MetricStatus status) {
        if (status.current().isEmpty()) {
            node.put("type", "");
            return;
        }
        var spec = status.metric();
        node.put("type", spec.type());
        var source = node.putObject(Character.toLowerCase(spec.type().charAt(0)) + spec.type().substring(1));
        switch (spec) {
            case MetricSpec.Resource _ -> source.put("name", spec.name());
            case MetricSpec.ContainerResource resource ->
                source.put("name", spec.name()).put("container", resource.container());
            case MetricSpec.Pods pods -> identifier(source, pods.metric());
            case MetricSpec.External external -> identifier(source, external.metric());
            case MetricSpec.DescribedObject object -> {
                identifier(source, object.metric());
                var described = object.describedObject();
                source.putObject("describedObject")
                        .put("kind", described.kind())
                        .put("name", described.name())
                        .put("apiVersion", described.apiVersion());
            }
            case MetricSpec.Unknown _ -> {}
        }
        var current = source.putObject("current");
        status.current().get().value().ifPresent(value -> current.put("value", value.toString()));
        status.current().get().averageValue().ifPresent(value -> current.put("averageValue", value.toString()));
        status.current().get().averageUtilization().ifPresent(value -> current.put("averageUtilization", value));
    }

    static void identifier(ObjectNode source, MetricSpec.Identifier metric) {
        var node = source.putObject("metric").put("name", metric.name());
        metric.selector().ifPresent(selector -> selector(node.putObject("selector"), selector));
    }

    private static void selector(ObjectNode node, LabelSelectorObject selector) {
        if (!selector.matchLabels().isEmpty()) {
            var labels = node.putObject("matchLabels");
            for (Map.Entry<String, String> label : selector.matchLabels().entrySet()) {
                labels.put(label.getKey(), label.getValue());
            }
        }
        if (!selector.matchExpressions().isEmpty()) {
            var expressions = node.putArray("matchExpressions");
            for (var expression : selector.matchExpressions()) {
                var each = expressions.addObject().put("key", expression.key()).put("operator", expression.operator());
                if (!expression.values().isEmpty()) {
                    var values = each.putArray("values");
                    expression.values().forEach(value -> values.add(value));
                }
            }
        }
    }
}

package dev.headroom.kubectl;

import dev.headroom.hpa.Behavior;
import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.HpaMemory.HpaStatus;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricTarget;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A HorizontalPodAutoscaler as the API server returns it: what `kubectl get hpa -o json` prints.
public final class HpaObject {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private HpaObject() {}

    /// What a person or an operator wrote about the object, and when.
    public record Written(Instant created, Map<String, String> labels, Map<String, String> annotations) {
        public Written {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    public static ObjectNode of(HorizontalPodAutoscaler hpa, Written written, HpaStatus status) {
        var node = JSON.objectNode()
                .put("apiVersion", HorizontalPodAutoscaler.API_VERSION)
                .put("kind", HorizontalPodAutoscaler.KIND);
        var metadata = node.putObject("metadata").put("name", hpa.name()).put("namespace", hpa.namespace());
        metadata.put("creationTimestamp", HpaStatusJson.time(written.created()));
        texts(metadata, "labels", written.labels());
        texts(metadata, "annotations", written.annotations());
        var spec = node.putObject("spec");
        var target = hpa.scaleTargetRef();
        spec.putObject("scaleTargetRef")
                .put("apiVersion", target.apiVersion())
                .put("kind", target.kind())
                .put("name", target.name());
        spec.put("minReplicas", hpa.minReplicas()).put("maxReplicas", hpa.maxReplicas());
        var metrics = spec.putArray("metrics");
        hpa.metrics().forEach(metric -> metrics.add(metric(metric)));
        hpa.behavior().ifPresent(behavior -> spec.putObject("behavior")
                .<ObjectNode>set("scaleUp", rules(behavior.scaleUp()))
                .set("scaleDown", rules(behavior.scaleDown())));
        node.set("status", HpaStatusJson.of(status));
        return node;
    }

    private static void texts(ObjectNode node, String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            var map = node.putObject(name);
            texts.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(each -> map.put(each.getKey(), each.getValue()));
        }
    }

    /// An entry of `spec.metrics`.
    public static ObjectNode metric(MetricSpec metric) {
        var node = JSON.objectNode().put("type", metric.type());
        switch (metric) {
            case MetricSpec.External external -> {
                var source = node.putObject("external");
                HpaStatusJson.identifier(source, external.metric());
                source.set("target", target(external.target()));
            }
            case MetricSpec.Pods pods -> {
                var source = node.putObject("pods");
                HpaStatusJson.identifier(source, pods.metric());
                source.set("target", target(pods.target()));
            }
            case MetricSpec.DescribedObject object -> {
                var source = node.putObject("object");
                var described = object.describedObject();
                source.putObject("describedObject")
                        .put("kind", described.kind())
                        .put("name", described.name())
                        .put("apiVersion", described.apiVersion());
                HpaStatusJson.identifier(source, object.metric());
                source.set("target", target(object.target()));
            }
            case MetricSpec.Resource resource ->
                node.putObject("resource").put("name", resource.name()).set("target", target(resource.target()));
            case MetricSpec.ContainerResource resource ->
                node.putObject("containerResource")
                        .put("name", resource.name())
                        .put("container", resource.container())
                        .set("target", target(resource.target()));
            case MetricSpec.Unknown _ -> {}
        }
        return node;
    }

    private static ObjectNode target(MetricTarget target) {
        var node = JSON.objectNode().put("type", target.type());
        target.value().ifPresent(value -> node.put("value", value.toString()));
        target.averageValue().ifPresent(value -> node.put("averageValue", value.toString()));
        target.averageUtilization().ifPresent(percent -> node.put("averageUtilization", percent));
        return node;
    }

    private static ObjectNode rules(Behavior.Rules rules) {
        var node = JSON.objectNode();
        rules.stabilizationWindowSeconds().ifPresent(seconds -> node.put("stabilizationWindowSeconds", seconds));
        node.put("selectPolicy", rules.selectPolicy().word());
        var policies = node.putArray("policies");
        rules.policies().forEach(policy -> policies.addObject()
                .put("type", policy.type().word())
                .put("value", policy.value())
                .put("periodSeconds", policy.periodSeconds()));
        rules.tolerance().ifPresent(tolerance -> node.put("tolerance", tolerance.toString()));
        return node;
    }
}

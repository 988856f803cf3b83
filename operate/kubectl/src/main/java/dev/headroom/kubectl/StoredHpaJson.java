package dev.headroom.kubectl;

import dev.headroom.keda.StoredHpa;
import dev.headroom.keda.WrittenBehavior;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The spec of a generated HorizontalPodAutoscaler as it is sent to the API server, which fills in the rest.
public final class StoredHpaJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StoredHpaJson() {}

    public static ObjectNode spec(StoredHpa.Spec spec) {
        var json = NODES.objectNode();
        json.putObject("scaleTargetRef")
                .put("kind", spec.scaleTargetRef().kind())
                .put("name", spec.scaleTargetRef().name())
                .put("apiVersion", spec.scaleTargetRef().apiVersion());
        spec.minReplicas().ifPresent(min -> json.put("minReplicas", min));
        json.put("maxReplicas", spec.maxReplicas());
        if (!spec.metrics().isEmpty()) {
            var metrics = json.putArray("metrics");
            spec.metrics().forEach(metric -> metrics.add(HpaObject.metric(metric)));
        }
        spec.behavior().ifPresent(behavior -> json.set("behavior", behavior(behavior)));
        return json;
    }

    private static ObjectNode behavior(WrittenBehavior behavior) {
        var json = NODES.objectNode();
        rules(behavior.scaleUp()).ifPresent(rules -> json.set("scaleUp", rules));
        rules(behavior.scaleDown()).ifPresent(rules -> json.set("scaleDown", rules));
        return json;
    }

    private static Optional<ObjectNode> rules(Optional<WrittenBehavior.Rules> written) {
        return written.map(rules -> {
            var json = NODES.objectNode();
            rules.stabilizationWindowSeconds().ifPresent(seconds -> json.put("stabilizationWindowSeconds", seconds));
            rules.selectPolicy().ifPresent(policy -> json.put("selectPolicy", policy.word()));
            if (!rules.policies().isEmpty()) {
                var policies = json.putArray("policies");
                rules.policies()
                        .forEach(policy -> policies.addObject()
                                .put("type", policy.type().word())
                                .put("value", policy.value())
                                .put("periodSeconds", policy.periodSeconds()));
            }
            rules.tolerance().ifPresent(tolerance -> json.put("tolerance", tolerance.toString()));
            return json;
        });
    }
}

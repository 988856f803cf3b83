package dev.headroom.kubernetes;

import dev.headroom.model.LabelSelectorException;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.model.LabelSelectorObject.Expression;
import java.util.ArrayList;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The scale subresource of a Deployment or StatefulSet, out of the object as a watch tells it: the API server makes it
/// from the same fields, and its version is the object's. So nobody need ask for the scale of what is watched.
public final class WatchedScale {

    private WatchedScale() {}

    /// @return empty where something is missing, so that the API server is asked
    public static Optional<ObjectNode> of(JsonNode workload) {
        var metadata = workload.path("metadata");
        var spec = workload.path("spec");
        if (!metadata.has("resourceVersion") || !spec.has("replicas") || !spec.has("selector")) {
            return Optional.empty();
        }
        Optional<String> selector = selector(spec.path("selector"));
        if (selector.isEmpty()) {
            return Optional.empty();
        }
        var scale = JsonNodeFactory.instance.objectNode();
        scale.put("apiVersion", "autoscaling/v1").put("kind", "Scale");
        var about = scale.putObject("metadata");
        for (var name : new String[] {"name", "namespace", "uid", "resourceVersion"}) {
            about.set(name, metadata.path(name));
        }
        scale.putObject("spec").set("replicas", spec.path("replicas"));
        scale.putObject("status")
                .put("replicas", workload.path("status").path("replicas").asInt(0))
                .put("selector", selector.get());
        return Optional.of(scale);
    }

    private static Optional<String> selector(JsonNode selector) {
        var expressions = new ArrayList<Expression>();
        for (var each : selector.path("matchExpressions")) {
            expressions.add(new Expression(
                    each.path("key").asString(""),
                    each.path("operator").asString(""),
                    each.path("values").valueStream().map(value -> value.asString("")).toList()));
        }
        var labels = PodReader.texts(selector.path("matchLabels"));
        try {
            return Optional.of(LabelSelectorObject.of(labels, expressions).selector().toString());
        } catch (LabelSelectorException _) {
            return Optional.empty();
        }
    }
}

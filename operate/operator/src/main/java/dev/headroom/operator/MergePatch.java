package dev.headroom.operator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What turns one JSON object into another (RFC 7386): members that changed, and `null` for those that are gone.
final class MergePatch {

    private MergePatch() {}

    /// Empty when both are the same.
    static ObjectNode between(JsonNode before, JsonNode after) {
        var patch = JsonNodeFactory.instance.objectNode();
        after.properties().forEach(each -> {
            var old = before.path(each.getKey());
            var now = each.getValue();
            if (old.isObject() && now.isObject()) {
                var below = between(old, now);
                if (!below.isEmpty()) {
                    patch.set(each.getKey(), below);
                }
            } else if (!old.equals(now)) {
                patch.set(each.getKey(), now);
            }
        });
        before.propertyNames().stream().filter(name -> !after.has(name)).forEach(patch::putNull);
        return patch;
    }
}

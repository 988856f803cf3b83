package dev.headroom.kubernetes;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects of the API as manifests, so that the modules of their kinds read them as they read files. In place of a file
/// and a line, a field knows the object: `ScaledObject shop/web:1:1: spec.triggers: ...`.
public final class JsonFields {

    private static final String BULK = "fieldsV1";

    private JsonFields() {}

    /// @param object with `apiVersion` and `kind`
    public static Manifest manifest(JsonNode object) {
        var metadata = object.path("metadata");
        var namespace = metadata.path("namespace").asString("");
        var name = object.path("kind").asString("object") + " " + (namespace.isEmpty() ? "" : namespace + "/")
                + metadata.path("name").asString("");
        return Manifest.of(field(name, "", object));
    }

    /// An item of a list, which does not say what it is.
    static JsonNode typed(JsonNode item, Resource resource) {
        if (item instanceof ObjectNode object) {
            object.put("apiVersion", resource.apiVersion());
            object.put("kind", resource.kind());
        }
        return item;
    }

    static Field field(String name, String path, JsonNode node) {
        var place = new Field.Place(name, 1, 1, path);
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, Field>();
            var nulls = new LinkedHashMap<String, Field.Missing>();
            node.properties().forEach(each -> {
                var key = each.getKey();
                var below = path.isEmpty() ? key : path + "." + key;
                if (each.getValue().isNull()) {
                    nulls.put(key, new Field.Missing(new Field.Place(name, 1, 1, below)));
                } else if (!key.equals(BULK)) {
                    fields.put(key, field(name, below, each.getValue()));
                }
            });
            return new Field.Mapping(place, fields, nulls);
        }
        if (node.isArray()) {
            var items = new ArrayList<Field>();
            for (var item : node) {
                items.add(field(name, path + "[" + items.size() + "]", item));
            }
            return new Field.Sequence(place, items);
        }
        return node.isNull() || node.isMissingNode()
                ? new Field.Missing(place)
                : new Field.Scalar(place, node.asString(), node.isString());
    }
}

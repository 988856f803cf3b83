package dev.headroom.replay;

import dev.headroom.keda.StoredHpa;
import dev.headroom.kubectl.StoredHpaJson;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Generated HorizontalPodAutoscalers as the API writes them in JSON.
final class KedaHpaJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private KedaHpaJson() {}

    static ArrayNode of(Collection<StoredHpa> hpas) {
        var all = NODES.arrayNode();
        hpas.stream().sorted(Comparator.comparing(StoredHpa::name)).forEach(hpa -> all.add(of(hpa)));
        return all;
    }

    /// A recorded list in the same form: by name, without members that hold nothing.
    static ArrayNode recorded(JsonNode hpas) {
        var all = NODES.arrayNode();
        hpas.valueStream()
                .sorted(Comparator.comparing(hpa -> hpa.path("name").asString()))
                .forEach(hpa -> all.add(filled(hpa)));
        return all;
    }

    private static ObjectNode filled(JsonNode hpa) {
        var json = NODES.objectNode();
        hpa.properties().stream()
                .filter(each -> !each.getValue().isNull())
                .filter(each -> !(each.getValue().isContainer() && each.getValue().isEmpty()))
                .forEach(each -> json.set(each.getKey(), each.getValue()));
        return json;
    }

    private static ObjectNode of(StoredHpa hpa) {
        var json = NODES.objectNode();
        put(json, "annotations", hpa.annotations());
        put(json, "labels", hpa.labels());
        json.put("name", hpa.name()).put("namespace", hpa.namespace());
        hpa.owner()
                .ifPresent(owner -> json.putArray("ownerReferences")
                        .add("keda.sh/v1alpha1 ScaledObject/" + owner + " controller=true blockOwnerDeletion=true"));
        json.set("spec", StoredHpaJson.spec(hpa.spec()));
        return json;
    }

    private static void put(ObjectNode json, String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            var map = json.putObject(name);
            texts.forEach(map::put);
        }
    }
}

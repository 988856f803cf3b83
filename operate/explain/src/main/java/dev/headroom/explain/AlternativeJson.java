package dev.headroom.explain;

import dev.headroom.hpa.Alternative;
import dev.headroom.hpa.Response;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What would have to change for another result, as JSON.
final class AlternativeJson {

    private AlternativeJson() {}

    static ObjectNode of(Alternative alternative) {
        var node = JsonNodeFactory.instance.objectNode();
        switch (alternative) {
            case Alternative.Reading reading ->
                node.put("kind", "Reading")
                        .put("metric", reading.metric())
                        .put("source", reading.kind().name())
                        .put("above", reading.above())
                        .put("edge", reading.edge())
                        .put("replicas", reading.replicas())
                        .put("earliest", reading.earliest().map(Instant::toString).orElse(null));
            case Alternative.Later later ->
                node.put("kind", "Later")
                        .put("at", later.at().toString())
                        .put("replicas", later.replicas())
                        .put("constraint", later.constraint().orElse(null));
            case Alternative.Bound bound ->
                node.put("kind", "Bound")
                        .put("field", bound.field())
                        .put("value", bound.value())
                        .put("wanted", bound.wanted());
            case Alternative.Data data -> node.put("kind", "Data").put("metric", data.metric());
            case Alternative.Activation activation ->
                node.put("kind", "Activation").put("metric", activation.metric()).put("value", activation.value());
        }
        return node;
    }

    /// @throws IllegalArgumentException for an object that is none
    static Alternative read(JsonNode node) {
        var metric = node.path("metric").asString("");
        return switch (node.path("kind").asString("")) {
            case "Reading" ->
                new Alternative.Reading(
                        metric,
                        Response.Kind.valueOf(node.path("source").asString()),
                        node.path("above").asBoolean(),
                        node.path("edge").asLong(),
                        node.path("replicas").asInt(),
                        text(node, "earliest").map(Instant::parse));
            case "Later" ->
                new Alternative.Later(
                        Instant.parse(node.path("at").asString()),
                        node.path("replicas").asInt(),
                        text(node, "constraint"));
            case "Bound" ->
                new Alternative.Bound(
                        node.path("field").asString(), node.path("value").asInt(), node.path("wanted").asInt());
            case "Data" -> new Alternative.Data(metric);
            case "Activation" -> new Alternative.Activation(metric, node.path("value").asDouble());
            case String other -> throw new IllegalArgumentException("no alternative of the kind \"" + other + '"');
        };
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.path(field).isString() ? Optional.of(node.path(field).asString()) : Optional.empty();
    }
}

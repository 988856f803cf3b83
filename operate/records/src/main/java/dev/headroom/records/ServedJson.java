package dev.headroom.records;

import dev.headroom.autoscaler.Served;
import dev.headroom.hpa.Readings.Answer;
import dev.headroom.hpa.Readings.PodValue;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What an adapter answered, as JSON: `query`, and either `error`, or `pods` (each with `pod`, `timestamp`, `window`,
/// `milli`), or `milli`.
final class ServedJson {

    private ServedJson() {}

    static ObjectNode of(Served served) {
        var node = JsonNodeFactory.instance.objectNode().put("is", served.getClass().getSimpleName());
        node.put("query", served.query());
        switch (served) {
            case Served.PerPod(_, Answer.Items<PodValue> items) -> {
                var pods = node.putArray("pods");
                items.items()
                        .forEach(each -> pods.addObject()
                                .put("pod", each.pod())
                                .put("timestamp", each.timestamp().toString())
                                .put("window", each.window().toString())
                                .put("milli", each.milli()));
            }
            case Served.Numbers(_, Answer.Items<Long> items) -> {
                var milli = node.putArray("milli");
                items.items().forEach(milli::add);
            }
            case Served.PerPod(_, Answer.Failure<PodValue> failure) -> node.put("error", failure.error());
            case Served.Numbers(_, Answer.Failure<Long> failure) -> node.put("error", failure.error());
        }
        return node;
    }

    static Served read(JsonNode node) {
        var query = node.path("query").asString("");
        return switch (node.path("is").asString("")) {
            case "PerPod" -> new Served.PerPod(query, answer(node, "pods", ServedJson::pod));
            case "Numbers" -> new Served.Numbers(query, answer(node, "milli", JsonNode::asLong));
            case String other -> throw new RecordException("is", "PerPod or Numbers", other);
        };
    }

    private static <T> Answer<T> answer(JsonNode node, String items, Function<JsonNode, T> item) {
        return node.has("error")
                ? new Answer.Failure<>(node.path("error").asString())
                : new Answer.Items<>(node.path(items).valueStream().map(item).toList());
    }

    private static PodValue pod(JsonNode node) {
        return new PodValue(
                node.path("pod").asString(),
                Instant.parse(node.path("timestamp").asString()),
                Duration.parse(node.path("window").asString()),
                node.path("milli").asLong());
    }
}

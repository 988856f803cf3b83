package dev.headroom.records;

import dev.headroom.autoscaler.Signal;
import dev.headroom.triggers.Reading;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What was answered to the questions of an autoscaler, to the last digit.
final class SignalJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SignalJson() {}

    static ObjectNode of(Signal signal) {
        var node = JSON.objectNode();
        return switch (signal) {
            case Signal.Value value ->
                node.put("state", "Value").put("value", value.value()).put("age", value.age().toString());
            case Signal.Partial partial ->
                node.put("state", "Partial")
                        .put("value", partial.value())
                        .put("age", partial.age().toString())
                        .put("missing", partial.missing());
            case Signal.Stale stale -> node.put("state", "Stale").put("age", stale.age().toString());
            case Signal.Absent absent -> node.put("state", "Absent").put("why", absent.why());
            case Signal.NotANumber number -> node.put("state", "NotANumber").put("got", number.value());
            case Signal.Failed failed -> node.put("state", "Failed").put("error", failed.error());
        };
    }

    static Signal signal(JsonNode node) {
        return switch (node.path("state").asString("")) {
            case "Value" -> new Signal.Value(node.path("value").asDouble(), age(node));
            case "Partial" ->
                new Signal.Partial(
                        node.path("value").asDouble(), age(node), node.path("missing").asString());
            case "Stale" -> new Signal.Stale(age(node));
            case "Absent" -> new Signal.Absent(node.path("why").asString());
            case "NotANumber" -> new Signal.NotANumber(node.path("got").asString());
            case "Failed" -> new Signal.Failed(node.path("error").asString());
            case String other -> throw new RecordException("state", "a state of a signal", other);
        };
    }

    private static Duration age(JsonNode node) {
        return Duration.parse(node.path("age").asString());
    }

    static ObjectNode of(Reading reading) {
        var node = JSON.objectNode();
        return switch (reading) {
            case Reading.Number number -> {
                number.active().ifPresent(active -> node.put("active", active));
                yield node.put("is", "Number").put("value", Double.toString(number.value()));
            }
            case Reading.Empty empty -> node.put("is", "Empty").put("why", empty.why());
            case Reading.NotANumber number ->
                node.put("is", "NotANumber").put("value", Double.toString(number.value()));
            case Reading.Failed failed -> {
                failed.failure().ifPresent(failure -> node.put("failure", failure.name()));
                yield node.put("is", "Failed").put("error", failed.error());
            }
        };
    }

    static Reading reading(JsonNode node) {
        return switch (node.path("is").asString("")) {
            case "Number" ->
                new Reading.Number(
                        Double.parseDouble(node.path("value").asString()),
                        node.has("active") ? Optional.of(node.path("active").asBoolean()) : Optional.empty());
            case "Empty" -> new Reading.Empty(node.path("why").asString());
            case "NotANumber" -> new Reading.NotANumber(Double.parseDouble(node.path("value").asString()));
            case "Failed" ->
                new Reading.Failed(
                        node.path("error").asString(),
                        node.has("failure")
                                ? Optional.of(Reading.Failure.valueOf(node.path("failure").asString()))
                                : Optional.empty());
            case String other -> throw new RecordException("is", "a kind of reading", other);
        };
    }
}

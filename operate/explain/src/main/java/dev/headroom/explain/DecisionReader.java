package dev.headroom.explain;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Alternative;
import dev.headroom.hpa.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads what [DecisionJson] writes.
final class DecisionReader {

    private DecisionReader() {}

    static DecisionRecord of(JsonNode node) {
        var reasons = new ArrayList<Reason>();
        node.path("reasons")
                .forEach(each -> reasons.add(
                        new Reason(each.path("code").asString(), each.path("text").asString())));
        var inputs = new ArrayList<Input>();
        node.path("inputs").forEach(each -> inputs.add(input(each)));
        var alternatives = new ArrayList<Alternative>();
        node.path("alternatives").forEach(each -> alternatives.add(AlternativeJson.read(each)));
        int current = node.path("current").asInt(0);
        var decision = switch (node.path("verdict").asString("")) {
            case "Scale" -> new Decision.Scale(current, node.path("desired").asInt(), reasons);
            case "Hold" -> new Decision.Hold(current, reasons);
            case "Abstain" -> new Decision.Abstain(reasons);
            case String other -> throw new IllegalArgumentException("no verdict: \"" + other + '"');
        };
        return new DecisionRecord(
                Instant.parse(node.path("time").asString()),
                node.path("autoscaler").asString(),
                decision,
                inputs,
                node.path("constraint").isString()
                        ? Optional.of(node.path("constraint").asString())
                        : Optional.empty(),
                alternatives);
    }

    private static Input input(JsonNode node) {
        return new Input(
                node.path("metric").asString(),
                node.path("trigger").asString(),
                node.path("query").asString(),
                signal(node),
                node.path("target").asString(),
                node.path("reading").asString(),
                node.path("proposal").isNumber() ? Optional.of(node.path("proposal").asInt()) : Optional.empty());
    }

    /// The detail is [dev.headroom.autoscaler.SignalText#why]: its words around what the signal holds are taken away.
    private static Signal signal(JsonNode node) {
        var detail = node.path("detail").asString("");
        return switch (node.path("state").asString("")) {
            case "Value" -> new Signal.Value(node.path("value").asDouble(), age(node));
            case "Partial" ->
                new Signal.Partial(
                        node.path("value").asDouble(), age(node), after(detail, " without a part of its data: "));
            case "Stale" -> new Signal.Stale(age(node));
            case "Absent" -> new Signal.Absent(detail);
            case "NotANumber" -> new Signal.NotANumber(after(detail, "the query gives "));
            case "Failed" -> new Signal.Failed(detail);
            case String other -> throw new IllegalArgumentException("no state of a signal: \"" + other + '"');
        };
    }

    private static String after(String text, String words) {
        int at = text.indexOf(words);
        return at < 0 ? text : text.substring(at + words.length());
    }

    private static Duration age(JsonNode node) {
        return Duration.ofMillis(Math.round(node.path("ageSeconds").asDouble() * 1000));
    }
}

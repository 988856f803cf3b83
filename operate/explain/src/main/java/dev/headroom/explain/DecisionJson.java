package dev.headroom.explain;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.Signal;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A decision as JSON: the object that the HTTP API, the stream of the page and `decisions.jsonl` hold. What is not
/// known is null, never 0 and never left out.
///
/// | field | holds |
/// |---|---|
/// | `id` | its number in the run, from 1 |
/// | `time` | when it was made, ISO 8601 in UTC |
/// | `autoscaler` | `namespace/name` |
/// | `verdict` | `Scale`, `Hold` or `Abstain` |
/// | `current`, `desired` | replicas before and after; null without an opinion |
/// | `constraint` | the code of the step that had the last word; null when the metrics alone decided |
/// | `summary` | the decision in one line |
/// | `reasons` | `code` and `text` of each step, in their order |
/// | `inputs` | the metrics in the order of the object |
/// | `alternatives` | what would have to change for another result: `kind`, what it takes, and `text` |
///
/// An input has `metric`, `trigger`, `query`, `state` (`Value`, `Stale`, `Absent`, `NotANumber`, `Failed`), `value`,
/// `ageSeconds` of the newest sample, `detail` (why there is no number), `target` and `reading` as `kubectl get hpa`
/// prints them, and `proposal`, the replicas that this metric alone would have.
public final class DecisionJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private DecisionJson() {}

    public static ObjectNode of(long id, DecisionRecord record) {
        var node = JSON.objectNode();
        node.put("id", id);
        node.put("time", record.time().toString());
        node.put("autoscaler", record.autoscaler());
        switch (record.decision()) {
            case Decision.Scale scale ->
                node.put("verdict", "Scale").put("current", scale.current()).put("desired", scale.desired());
            case Decision.Hold hold ->
                node.put("verdict", "Hold").put("current", hold.current()).put("desired", hold.current());
            case Decision.Abstain _ -> node.put("verdict", "Abstain").putNull("current").putNull("desired");
        }
        node.put("constraint", record.constraint().orElse(null));
        node.put("summary", DecisionText.summary(record));
        var reasons = node.putArray("reasons");
        for (var reason : record.decision().reasons()) {
            reasons.addObject().put("code", reason.code()).put("text", reason.text());
        }
        var inputs = node.putArray("inputs");
        record.inputs().forEach(input -> inputs.add(input(input)));
        var alternatives = node.putArray("alternatives");
        var texts = DecisionText.alternatives(record);
        for (int i = 0; i < texts.size(); i++) {
            alternatives.add(AlternativeJson.of(record.alternatives().get(i)).put("text", texts.get(i)));
        }
        return node;
    }

    /// The record that was written as such an object; ages come back in whole milliseconds.
    ///
    /// @throws RuntimeException for an object that is none
    public static DecisionRecord read(JsonNode node) {
        return DecisionReader.of(node);
    }

    private static ObjectNode input(DecisionRecord.Input input) {
        var node = JSON.objectNode();
        node.put("metric", input.metric());
        node.put("trigger", input.trigger());
        node.put("query", input.query());
        switch (input.signal()) {
            case Signal.Value value ->
                node.put("state", "Value").put("value", value.value()).put("ageSeconds", seconds(value.age()));
            case Signal.Partial partial ->
                node.put("state", "Partial").put("value", partial.value()).put("ageSeconds", seconds(partial.age()));
            case Signal.Stale stale ->
                node.put("state", "Stale").putNull("value").put("ageSeconds", seconds(stale.age()));
            case Signal.Absent _ -> node.put("state", "Absent").putNull("value").putNull("ageSeconds");
            case Signal.NotANumber _ -> node.put("state", "NotANumber").putNull("value").putNull("ageSeconds");
            case Signal.Failed _ -> node.put("state", "Failed").putNull("value").putNull("ageSeconds");
        }
        node.put("detail", DecisionText.trouble(input).orElse(""));
        node.put("target", input.target());
        node.put("reading", input.reading());
        node.put("proposal", input.proposal().orElse(null));
        return node;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}

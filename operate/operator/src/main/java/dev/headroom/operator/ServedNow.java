package dev.headroom.operator;

import dev.headroom.keda.Asked;
import dev.headroom.keda.MetricsServer;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.ScaledObjectStatus;
import dev.headroom.keda.TriggerSpec;
import dev.headroom.model.HumanDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What Headroom serves for a ScaledObject at one instant, and in words: in `adapter` mode the HPA controller decides,
/// so the answer to why is what it is given, and what it says of it.
///
/// @param asked one per trigger that has a number of its own
/// @param answers what the controller would be answered, by metric
record ServedNow(
        ScaledObject object,
        ScaledObjectStatus status,
        List<Asked> asked,
        Map<String, MetricsServer.Answer> answers) {

    private static final String INDENT = " ".repeat(14);

    ServedNow {
        asked = List.copyOf(asked);
        answers = Map.copyOf(answers);
    }

    /// What an object says of itself that is not well, one line each.
    static List<String> troubles(Held object) {
        var lines = new ArrayList<String>();
        object.json().path("status").path("conditions").forEach(each -> {
            var type = each.path("type").asString("");
            var state = each.path("status").asString("");
            boolean bad = (type.equals("Ready") && state.equals("False"))
                    || (type.equals("Fallback") && state.equals("True"));
            if (bad) {
                lines.add(type + "=" + state + " " + each.path("reason").asString("") + ": "
                        + each.path("message").asString(""));
            }
        });
        object.json().path("status").path("health").properties().forEach(each -> {
            int failures = each.getValue().path("numberOfFailures").asInt(0);
            if (failures > 0) {
                lines.add(each.getKey() + ": failed " + inARow(failures));
            }
        });
        return lines;
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String inARow(int count) {
        return count > 1 ? count + " times in a row" : "once";
    }

    /// `lines`, `served`, `autoscaler`.
    Map<String, Object> explained(Optional<Held> hpa, Instant now, boolean verbose) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("lines", lines(hpa, now, verbose));
        answer.put("served", json());
        hpa.ifPresent(each -> answer.put("autoscaler", each.json()));
        return answer;
    }

    private List<String> lines(Optional<Held> hpa, Instant now, boolean verbose) {
        var lines = new ArrayList<String>();
        var target = object.scaleTargetRef();
        lines.add(object.key() + ": the HPA controller scales "
                + (target.kind().isEmpty() ? "Deployment" : target.kind()) + "/" + target.name()
                + " on what Headroom serves");
        var rows = new ArrayList<String>();
        asked.forEach(each -> serves(each, hpa, verbose, rows));
        answers.forEach((name, answer) -> {
            if (answer instanceof MetricsServer.Answer.Failed(var error)
                    && asked.stream().allMatch(each -> each.error().isEmpty())) {
                rows.add(name + " is answered with an error: " + error);
            } else if (name.equals(status.metrics().compositeScalerName())
                    && answer instanceof MetricsServer.Answer.Items(var items) && !items.isEmpty()) {
                rows.add(name + " " + items.getFirst().value() + " by the formula" + target(name, hpa));
            }
        });
        object.triggers().stream()
                .filter(TriggerSpec::isResource)
                .forEach(each -> rows.add(each.type() + " is not served here: the HPA controller asks metrics.k8s.io"));
        titled("serves", rows, lines);
        titled("health", health(), lines);
        titled("state", List.of(state(now)), lines);
        lines.addAll(hpa.map(each -> HpaConditions.lines("autoscaler", each, now, verbose))
                .orElseGet(() -> List.of("  autoscaler  there is none" + (object.isPaused() ? ": paused" : ""))));
        return lines;
    }

    private static void titled(String title, List<String> rows, List<String> lines) {
        for (int i = 0; i < rows.size(); i++) {
            lines.add((i == 0 ? "  " + (title + INDENT).substring(0, 12) : INDENT) + rows.get(i));
        }
    }

    private void serves(Asked each, Optional<Held> hpa, boolean verbose, List<String> rows) {
        var trigger = trigger(each.metric());
        var name = trigger.map(TriggerSpec::name).filter(text -> !text.isEmpty())
                .map(text -> text + " (" + each.metric() + ")")
                .orElse(each.metric());
        var value = each.values().isEmpty()
                ? "has no number: " + each.error().or(each::failure).orElse("nobody said why")
                : each.values().getFirst().value() + target(each.metric(), hpa) + origin(each);
        rows.add(name + " " + value);
        if (verbose) {
            trigger.ifPresent(spec -> question(spec)
                    .ifPresent(text -> rows.add("  asked  " + text.strip().replaceAll("\\s+", " "))));
        }
    }

    /// What a trigger asks: the query where it has one, else where it asks.
    private static Optional<String> question(TriggerSpec spec) {
        var metadata = spec.metadata();
        return Optional.ofNullable(metadata.get("query")).or(() -> Optional.ofNullable(metadata.get("url")));
    }

    private String origin(Asked each) {
        return switch (each.origin()) {
            case SOURCE -> each.noData().isEmpty()
                    ? ", asked now"
                    : ", in place of no data: " + each.noData();
            case LAST_POLL -> ", of the last poll, at most "
                    + HumanDuration.of(object.timing().polling()) + " ago (useCachedMetrics)";
            case LAST_SERVED -> ", as it was served last";
            case FALLBACK -> ", the fallback, in place of: " + each.failure().orElse("a failure");
        };
    }

    private Optional<TriggerSpec> trigger(String metric) {
        return object.triggers().stream()
                .filter(each -> metric.startsWith("s" + each.index() + "-"))
                .findFirst();
    }

    /// The target of a metric in the autoscaler, and what its controller read last.
    private static String target(String metric, Optional<Held> hpa) {
        var spec = hpa.flatMap(each -> external(each.json().path("spec").path("metrics"), metric));
        var current = hpa.flatMap(each -> external(each.json().path("status").path("currentMetrics"), metric));
        return spec.map(each -> ", target " + quantity(each.path("target"))).orElse("")
                + current.map(each -> ", the controller read " + quantity(each.path("current"))).orElse("");
    }

    private static Optional<JsonNode> external(JsonNode metrics, String name) {
        return metrics.valueStream()
                .map(each -> each.path("external"))
                .filter(each -> each.path("metric").path("name").asString("").equals(name))
                .findFirst();
    }

    private static String quantity(JsonNode value) {
        return value.hasNonNull("averageValue")
                ? value.path("averageValue").asString("") + " (avg)"
                : value.path("value").asString("");
    }

    private List<String> health() {
        var rows = new ArrayList<String>();
        asked.stream().filter(each -> each.failure().isPresent()).forEach(each -> {
            // Where there is no fallback, failures are not counted.
            var often = each.failures() > 1 ? " failed " + inARow(each.failures()) : " fails";
            rows.add(each.metric() + often + ": " + each.failure().orElse(""));
        });
        object.fallback().filter(_ -> !rows.isEmpty()).ifPresent(fallback -> rows.add(
                "the fallback of " + fallback.replicas() + " replicas counts after more than "
                        + times(fallback.failureThreshold())));
        if (rows.isEmpty()) {
            rows.add(asked.isEmpty() ? "no trigger was asked" : "every trigger answers");
        }
        return rows;
    }

    private String state(Instant now) {
        var words = new ArrayList<String>();
        status.conditions().all().forEach(each -> words.add(each.type() + "=" + each.status()));
        if (words.isEmpty()) {
            words.add("nobody has reconciled it yet");
        }
        status.lastActiveTime().ifPresent(time ->
                words.add("last active " + HumanDuration.of(Duration.between(time, now)) + " ago"));
        return String.join(", ", words);
    }

    private ObjectNode json() {
        var node = JsonNodeFactory.instance.objectNode().put("object", object.key());
        var triggers = node.putArray("triggers");
        asked.forEach(each -> {
            var trigger = trigger(each.metric());
            var item = triggers.addObject()
                    .put("metric", each.metric())
                    .put("trigger", trigger.map(TriggerSpec::name).orElse(""))
                    .put("type", trigger.map(TriggerSpec::type).orElse(""))
                    .put("query", trigger.flatMap(ServedNow::question).orElse(""))
                    .put("origin", each.origin().name())
                    .put("noData", each.noData())
                    .put("failures", each.failures());
            each.values().stream().findFirst().ifPresent(value -> item.put("value", value.value().toString()));
            each.failure().ifPresent(why -> item.put("failure", why));
            each.error().ifPresent(why -> item.put("error", why));
        });
        var all = node.putObject("answers");
        answers.forEach((name, answer) -> {
            switch (answer) {
                case MetricsServer.Answer.Items(var items) ->
                    items.forEach(item -> all.put(name, item.value().toString()));
                case MetricsServer.Answer.Failed(var error) -> all.putObject(name).put("error", error);
            }
        });
        return node;
    }
}

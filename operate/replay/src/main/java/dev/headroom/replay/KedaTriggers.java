package dev.headroom.replay;

import dev.headroom.recording.Differences;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerConfig;
import dev.headroom.triggers.TriggerException;
import dev.headroom.triggers.TriggerMetric;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The part of a recorded trigger that all of KEDA's vectors share: the trigger as written, the error that refuses it,
/// the metric that it becomes.
///
/// Texts of parsers of other people's languages (JSON, YAML, URLs, PromQL, metrics pages) are no promise: there it is
/// enough that both sides have an error.
final class KedaTriggers {

    private static final Pattern JSON_TEXT = Pattern.compile("(unable to unmarshal to field type \\w+: ).*");
    private static final Pattern PARSER_TEXT = Pattern.compile("(json: |invalid character |unexpected end of JSON"
            + "|unexpected EOF|parse \"|yaml: |XML syntax|EOF|unknown type map|text format parsing error"
            + "|prometheus format parsing error: |[0-9]+:[0-9]+: parse error).*", Pattern.DOTALL);

    private KedaTriggers() {}

    /// A trigger that was built, or why not.
    record Built(Optional<Trigger> trigger, String error) {}

    static TriggerConfig config(JsonNode given) {
        return new TriggerConfig(
                given.path("type").asString(""),
                given.path("triggerIndex").asInt(0),
                given.path("name").asString(""),
                given.path("metricType").asString(""),
                texts(given.path("metadata")),
                texts(given.path("authParams")),
                texts(given.path("resolvedEnv")),
                given.path("podIdentity").asString(""),
                given.path("asMetricSource").asBoolean(false));
    }

    static Map<String, String> texts(JsonNode node) {
        var texts = new LinkedHashMap<String, String>();
        node.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
        return texts;
    }

    static Built build(TriggerConfig config) {
        try {
            return new Built(Optional.of(Trigger.of(config)), "");
        } catch (TriggerException refused) {
            return new Built(Optional.empty(), refused.text());
        }
    }

    /// Compares `newError` and `specs`.
    static void compare(Differences differences, JsonNode expect, Built built) {
        var error = expect.path("newError").asString("");
        if (isPanic(error)) {
            differences.add("newError is there", true, !built.error().isEmpty());
            return;
        }
        differences.add("newError", promised(error), promised(built.error()));
        if (built.trigger().isPresent() && error.isEmpty()) {
            var spec = expect.path("specs").path(0);
            var metric = built.trigger().get().metric();
            differences.add("specs", 1, expect.path("specs").size());
            differences.add("spec", spec.path("spec").toString(), HpaJson.spec(metric).toString());
            if (metric instanceof TriggerMetric.External external) {
                differences.add("name", spec.path("name").asString(), external.name());
                differences.add("target", spec.path("target").asString(), external.target().toString());
            }
        }
    }

    static boolean isPanic(String error) {
        return error.startsWith("PANIC: ") || error.contains("resulted in panic");
    }

    /// What of an error text is a promise.
    static String promised(String error) {
        return JSON_TEXT.matcher(error).replaceAll("$1...");
    }

    /// Whether an error's text is that of a parser.
    static boolean isParserText(String error) {
        return PARSER_TEXT.matcher(error).matches();
    }
}

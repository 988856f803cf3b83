package dev.headroom.records;

import dev.headroom.hpa.HpaSettings;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What stays the same through all decisions of a file: the objects as they were applied, and the controller's flags.
/// The values of Secrets are left out.
final class SettingsJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern PLAIN =
            Pattern.compile("true|false|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    /// `redacted`, in base64.
    private static final String REDACTED = "cmVkYWN0ZWQ=";

    private SettingsJson() {}

    static ObjectNode of(List<Manifest> objects, HpaSettings settings) {
        var node = JSON.objectNode();
        var all = node.putArray("objects");
        for (var object : objects) {
            var text = new StringBuilder();
            print(object.root(), object.kind().equals("Secret") ? REDACTED : "", text);
            all.addObject()
                    .put("file", String.valueOf(Path.of(object.root().place().file()).getFileName()))
                    .put("text", text.toString());
        }
        var gates = settings.gates();
        node.putObject("controller")
                .put("tolerance", settings.tolerance())
                .put("downscaleStabilization", settings.downscaleStabilization().toString())
                .put("cpuInitializationPeriod", settings.cpuInitializationPeriod().toString())
                .put("initialReadinessDelay", settings.initialReadinessDelay().toString())
                .put("configurableTolerance", gates.configurableTolerance())
                .put("scaleToZero", gates.scaleToZero())
                .put("podLevelResources", gates.podLevelResources());
        return node;
    }

    /// As JSON, which is YAML: what was quoted stays quoted.
    ///
    /// @param secret what stands for the values of `data` and `stringData`; empty where they are shown
    private static void print(Field field, String secret, StringBuilder text) {
        switch (field) {
            case Field.Mapping mapping -> {
                var between = "{";
                for (var each : mapping.fields().entrySet()) {
                    text.append(between).append(quoted(each.getKey())).append(": ");
                    boolean hidden = !secret.isEmpty()
                            && (each.getKey().equals("data") || each.getKey().equals("stringData"));
                    if (hidden) {
                        hidden(each.getValue().entries(), secret, text);
                    } else {
                        print(each.getValue(), secret.isEmpty() ? "" : secret, text);
                    }
                    between = ", ";
                }
                for (var key : mapping.nulls().keySet()) {
                    text.append(between).append(quoted(key)).append(": null");
                    between = ", ";
                }
                text.append(between.equals("{") ? "{}" : "}");
            }
            case Field.Sequence sequence -> {
                text.append('[');
                var between = "";
                for (var item : sequence.items()) {
                    text.append(between);
                    print(item, secret, text);
                    between = ", ";
                }
                text.append(']');
            }
            case Field.Scalar scalar -> {
                boolean plain = !scalar.quoted() && PLAIN.matcher(scalar.text()).matches();
                text.append(plain ? scalar.text() : quoted(scalar.text()));
            }
            case Field.Missing _ -> text.append("null");
        }
    }

    private static void hidden(Map<String, Field> entries, String secret, StringBuilder text) {
        var pairs = entries.keySet().stream().map(key -> quoted(key) + ": " + quoted(secret)).toList();
        text.append('{').append(String.join(", ", pairs)).append('}');
    }

    private static String quoted(String text) {
        return JSON.stringNode(text).toString();
    }

    /// @throws dev.headroom.manifests.ManifestException for objects that this version does not read
    static List<Manifest> objects(JsonNode node) {
        var all = new ArrayList<Manifest>();
        node.path("objects")
                .forEach(each -> all.addAll(Manifest.read(
                        each.path("file").asString(), each.path("text").asString())));
        return List.copyOf(all);
    }

    static HpaSettings settings(JsonNode node) {
        var flags = node.path("controller");
        return new HpaSettings(
                flags.path("tolerance").asDouble(),
                Duration.parse(flags.path("downscaleStabilization").asString()),
                Duration.parse(flags.path("cpuInitializationPeriod").asString()),
                Duration.parse(flags.path("initialReadinessDelay").asString()),
                new HpaSettings.Gates(
                        flags.path("configurableTolerance").asBoolean(),
                        flags.path("scaleToZero").asBoolean(),
                        flags.path("podLevelResources").asBoolean()));
    }
}

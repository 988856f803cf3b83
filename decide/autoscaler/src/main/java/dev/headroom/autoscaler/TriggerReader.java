package dev.headroom.autoscaler;

import dev.headroom.hpa.HpaReader;
import dev.headroom.hpa.MetricTarget;
import dev.headroom.manifests.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads one trigger of a ScaledObject. Its settings are texts, as in KEDA: a bare number is refused there by the API
/// server, so it is refused here.
final class TriggerReader {

    private static final Set<String> PROMETHEUS_SETTINGS = Set.of(
            "serverAddress",
            "query",
            "threshold",
            "activationThreshold",
            "ignoreNullValues",
            "namespace",
            "queryParameters",
            "customHeaders",
            "unsafeSsl",
            "timeout",
            "authModes",
            "authMode",
            "awsRegion",
            "identityOwner");
    private static final Set<String> RESOURCE_SETTINGS = Set.of("value", "containerName");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern NO_TEXT =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|true|false|True|False|TRUE|FALSE");
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private final Field metadata;
    private final Map<String, String> settings;

    private TriggerReader(Field metadata) {
        this.metadata = metadata;
        this.settings = new TreeMap<>();
        metadata.entries().forEach((key, value) -> settings.put(key, quoted(value)));
    }

    static Trigger read(Field trigger, int index, List<String> warnings) {
        HpaReader.only(trigger, "type", "name", "useCachedMetrics", "metadata", "authenticationRef", "metricType");
        var reader = new TriggerReader(trigger.at("metadata"));
        var type = trigger.at("type").text();
        return switch (type) {
            case "prometheus" -> reader.prometheus(trigger, index, warnings);
            case "cpu", "memory" -> reader.resource(trigger, index, type, warnings);
            case String other ->
                throw trigger.at("type")
                        .wrong(
                                "prometheus, cpu or memory",
                                '"' + other + "\", which this version does not read; export its number to Prometheus"
                                        + " and query it there");
        };
    }

    private Trigger prometheus(Field trigger, int index, List<String> warnings) {
        warn(PROMETHEUS_SETTINGS, warnings);
        var type = trigger.at("metricType").text("AverageValue");
        if (!type.equals("AverageValue") && !type.equals("Value")) {
            throw trigger.at("metricType").wrong("AverageValue or Value", '"' + type + '"');
        }
        if (!trigger.at("authenticationRef").isMissing()) {
            warnings.add(trigger.at("authenticationRef").place()
                    + ": no TriggerAuthentication is read here; the server is asked without credentials");
        }
        double threshold = number("threshold").orElseThrow(() -> missing("threshold"));
        var quantity = Trigger.KedaNumbers.quantity(threshold);
        if (quantity.sign() <= 0) {
            throw metadata.at("threshold")
                    .wrong("a number above 0 in three decimals", settings.getOrDefault("threshold", ""));
        }
        return new Trigger.Prometheus(
                index,
                trigger.at("name").text(""),
                type.equals("AverageValue"),
                required("serverAddress"),
                required("query"),
                threshold,
                number("activationThreshold").orElse(0.0),
                truth("ignoreNullValues"),
                settings);
    }

    private Trigger resource(Field trigger, int index, String resource, List<String> warnings) {
        warn(RESOURCE_SETTINGS, warnings);
        var value = required("value");
        var field = metadata.at("value");
        var target = switch (trigger.at("metricType").text("")) {
            case "Utilization" -> MetricTarget.utilization(percent(field, value));
            case "AverageValue" ->
                HpaReader.quantity(field)
                        .filter(quantity -> quantity.sign() > 0)
                        .map(MetricTarget::averageValue)
                        .orElseThrow(() -> field.wrong("a quantity above 0", '"' + value + '"'));
            case String other ->
                throw trigger.at("metricType")
                        .wrong("Utilization or AverageValue", other.isEmpty() ? "nothing" : '"' + other + '"');
        };
        return new Trigger.Resource(
                index, trigger.at("name").text(""), resource, target, settings.getOrDefault("containerName", ""));
    }

    private static int percent(Field field, String value) {
        try {
            int percent = Integer.parseInt(value);
            if (percent > 0) {
                return percent;
            }
        } catch (NumberFormatException _) {
            // the error below says it
        }
        throw field.wrong("a whole number of percent above 0", '"' + value + '"');
    }

    private String required(String key) {
        return Optional.ofNullable(settings.get(key))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> missing(key));
    }

    private RuntimeException missing(String key) {
        return metadata.at(key).wrong("a text", "nothing; the trigger needs it");
    }

    private Optional<Double> number(String key) {
        return Optional.ofNullable(settings.get(key))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> {
                    if (!NUMBER.matcher(text).matches() || !Double.isFinite(Double.parseDouble(text))) {
                        throw metadata.at(key).wrong("a number like \"0.5\" or \"10\"", '"' + text + '"');
                    }
                    return Double.parseDouble(text);
                });
    }

    private Optional<Boolean> truth(String key) {
        return Optional.ofNullable(settings.get(key))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> {
                    if (TRUE.contains(text)) {
                        return true;
                    }
                    if (FALSE.contains(text)) {
                        return false;
                    }
                    throw metadata.at(key).wrong("\"true\" or \"false\"", '"' + text + '"');
                });
    }

    private void warn(Set<String> known, List<String> warnings) {
        metadata.unknown(known).forEach(line -> warnings.add(line + " of the trigger; it has no effect"));
    }

    private static String quoted(Field field) {
        if (field instanceof Field.Scalar scalar && !scalar.quoted() && NO_TEXT.matcher(scalar.text()).matches()) {
            throw field.wrong("a text in quotes: \"" + scalar.text() + '"', scalar.text());
        }
        return field.text();
    }
}

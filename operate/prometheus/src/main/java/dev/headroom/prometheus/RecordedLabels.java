package dev.headroom.prometheus;

import dev.headroom.model.Labels;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Label sets and numbers as recordings of Prometheus write them.
final class RecordedLabels {

    private RecordedLabels() {}

    static Labels of(JsonNode map) {
        return Labels.of(map(map));
    }

    static Map<String, String> map(JsonNode map) {
        var values = new TreeMap<String, String>();
        map.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asString("")));
        return values;
    }

    /// A number in Go's spelling: `1.7e+09`, `NaN`, `+Inf`.
    static double number(JsonNode text) {
        return switch (text.asString("")) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case String number -> Double.parseDouble(number);
        };
    }
}

package dev.headroom.scrape;

import dev.headroom.manifests.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The `selector` of a monitor object: `matchLabels` and `matchExpressions`, all of which must hold. An empty selector
/// selects everything. Source: Kubernetes API reference, LabelSelector.
record MonitorSelector(Map<String, String> matchLabels, List<Expression> matchExpressions) {

    MonitorSelector {
        matchLabels = Map.copyOf(matchLabels);
        matchExpressions = List.copyOf(matchExpressions);
    }

    /// What is asked of a label.
    enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }

    record Expression(String key, Operator operator, Set<String> values) {
        boolean matches(Map<String, String> labels) {
            var value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }

    static MonitorSelector read(Field selector) {
        var expressions = new ArrayList<Expression>();
        for (var item : selector.at("matchExpressions").items()) {
            var operator = item.at("operator");
            var values = new ArrayList<String>();
            item.at("values").items().forEach(value -> values.add(value.text()));
            expressions.add(new Expression(item.at("key").text(), operator(operator), Set.copyOf(values)));
        }
        return new MonitorSelector(selector.at("matchLabels").texts(), expressions);
    }

    private static Operator operator(Field field) {
        return switch (field.text()) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            case String other -> throw field.wrong("one of In, NotIn, Exists, DoesNotExist", '"' + other + '"');
        };
    }

    boolean matches(Map<String, String> labels) {
        return labels.entrySet().containsAll(matchLabels.entrySet())
                && matchExpressions.stream().allMatch(expression -> expression.matches(labels));
    }
}

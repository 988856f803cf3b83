package dev.headroom.metricsapi;

import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A selector as the object that manifests write, which knows fewer operators than its text.
final class SelectorJson {

    private SelectorJson() {}

    /// @throws StatusException for an operator that the object has no word for
    static Map<String, Object> of(LabelSelector selector) {
        var labels = new TreeMap<String, String>();
        var expressions = new ArrayList<Map<String, Object>>();
        for (var requirement : selector.requirements()) {
            switch (requirement.operator()) {
                case EQUALS, DOUBLE_EQUALS -> labels.put(requirement.key(), requirement.values().getFirst());
                case IN -> expressions.add(expression(requirement, "In"));
                case NOT_IN -> expressions.add(expression(requirement, "NotIn"));
                case EXISTS -> expressions.add(expression(requirement, "Exists"));
                case DOES_NOT_EXIST -> expressions.add(expression(requirement, "DoesNotExist"));
                case NOT_EQUALS, GREATER_THAN, LESS_THAN ->
                    throw new StatusException(Status.internal(refusal(requirement.operator())));
            }
        }
        var json = new LinkedHashMap<String, Object>();
        if (!labels.isEmpty()) {
            json.put("matchLabels", labels);
        }
        if (!expressions.isEmpty()) {
            json.put("matchExpressions", expressions);
        }
        return json;
    }

    private static String refusal(LabelSelector.Operator operator) {
        return operator == LabelSelector.Operator.NOT_EQUALS
                ? "\"!=\" is not a valid label selector operator"
                : "\"" + operator.word() + "\" isn't supported in label selectors";
    }

    private static Map<String, Object> expression(Requirement requirement, String operator) {
        var json = new LinkedHashMap<String, Object>();
        json.put("key", requirement.key());
        json.put("operator", operator);
        List<String> values = requirement.sortedValues();
        if (!values.isEmpty()) {
            json.put("values", values);
        }
        return json;
    }
}

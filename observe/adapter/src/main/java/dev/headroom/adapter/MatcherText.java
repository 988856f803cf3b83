package dev.headroom.adapter;

import dev.headroom.model.GoLiteral;
import dev.headroom.model.LabelSelector.Requirement;
import java.util.List;

/// Requirements of a metric selector as PromQL matchers. Values are quoted and not escaped for regular expressions, so
/// that `in (a.*)` is one.
final class MatcherText {

    private MatcherText() {}

    static List<String> values(Requirement requirement) {
        return requirement.sortedValues().stream().distinct().toList();
    }

    static String quoted(String value) {
        return GoLiteral.quoted(value);
    }

    /// @throws AdapterException for `gt` and `lt`, and where the operator and the number of values do not fit
    static String of(Requirement requirement) {
        var values = values(requirement);
        boolean several = values.size() > 1;
        var operator = switch (requirement.operator()) {
            case EQUALS, DOUBLE_EQUALS -> with(values, several ? "=~" : "=");
            case NOT_EQUALS -> with(values, several ? "!~" : "!=");
            case IN -> with(values, "=~");
            case NOT_IN -> with(values, "!~");
            case EXISTS -> without(values, "!=");
            case DOES_NOT_EXIST -> without(values, "=");
            case GREATER_THAN, LESS_THAN -> throw new AdapterException("operator not supported by prometheus");
        };
        return requirement.key() + operator + quoted(String.join("|", values));
    }

    private static String with(List<String> values, String operator) {
        if (values.isEmpty()) {
            throw new AdapterException("operator requires values");
        }
        return operator;
    }

    private static String without(List<String> values, String operator) {
        if (!values.isEmpty()) {
            throw new AdapterException("operator does not support values");
        }
        return operator;
    }
}

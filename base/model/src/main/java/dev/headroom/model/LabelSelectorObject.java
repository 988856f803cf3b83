package dev.headroom.model;

import dev.headroom.model.LabelSelector.Operator;
import dev.headroom.model.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The object form of a label selector, as manifests write it: `matchLabels` and `matchExpressions`.
///
/// It holds what was written, legal or not; [#selector] makes it usable.
public record LabelSelectorObject(SortedMap<String, String> matchLabels, List<Expression> matchExpressions) {

    public LabelSelectorObject {
        matchLabels = Collections.unmodifiableSortedMap(new TreeMap<>(matchLabels));
        matchExpressions = List.copyOf(matchExpressions);
    }

    public static LabelSelectorObject of(Map<String, String> matchLabels, List<Expression> matchExpressions) {
        return new LabelSelectorObject(new TreeMap<>(matchLabels), matchExpressions);
    }

    /// @param operator as written: `In`, `NotIn`, `Exists`, `DoesNotExist`
    public record Expression(String key, String operator, List<String> values) {
        public Expression {
            values = List.copyOf(values);
        }
    }

    /// The selector it stands for. (An object that is not there stands for [LabelSelector#nothing].)
    ///
    /// @throws LabelSelectorException when a key, operator or value is not legal
    public LabelSelector selector() {
        var requirements = new ArrayList<Requirement>();
        matchLabels.forEach((key, value) -> requirements.add(Requirement.of(key, Operator.EQUALS, List.of(value))));
        for (var expression : matchExpressions) {
            requirements.add(Requirement.of(expression.key(), operator(expression), expression.values()));
        }
        return LabelSelector.of(requirements);
    }

    private static Operator operator(Expression expression) {
        return switch (expression.operator()) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            case String other ->
                throw new LabelSelectorException(
                        GoLiteral.quoted(other) + " is not a valid label selector operator");
        };
    }

    /// The object form of a text.
    ///
    /// @throws LabelSelectorException when `text` is no selector, or one that has no object form (`!=`, `>`, `<`)
    public static LabelSelectorObject parse(String text) {
        LabelSelector selector;
        try {
            selector = LabelSelector.parse(text);
        } catch (LabelSelectorException wrong) {
            throw new LabelSelectorException(
                    "couldn't parse the selector string \"" + text + "\": " + wrong.getMessage());
        }
        var labels = new TreeMap<String, String>();
        var expressions = new ArrayList<Expression>();
        for (var requirement : selector.requirements()) {
            var key = requirement.key();
            switch (requirement.operator()) {
                case EQUALS, DOUBLE_EQUALS -> labels.put(key, requirement.values().getFirst());
                case IN -> expressions.add(new Expression(key, "In", requirement.sortedValues()));
                case NOT_IN -> expressions.add(new Expression(key, "NotIn", requirement.sortedValues()));
                case EXISTS -> expressions.add(new Expression(key, "Exists", List.of()));
                case DOES_NOT_EXIST -> expressions.add(new Expression(key, "DoesNotExist", List.of()));
                case NOT_EQUALS ->
                    throw new LabelSelectorException("\"!=\" is not a valid label selector operator");
                case GREATER_THAN, LESS_THAN ->
                    throw new LabelSelectorException(GoLiteral.quoted(
                                    requirement.operator().word())
                            + " isn't supported in label selectors");
            }
        }
        return new LabelSelectorObject(labels, expressions);
    }

    /// The equality map of old objects, as far as it can be built.
    ///
    /// @param error what could not be put into it; empty when all could
    public record EqualityMap(SortedMap<String, String> labels, String error) {
        public EqualityMap {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }
    }

    public EqualityMap equalityMap() {
        var labels = new TreeMap<>(matchLabels);
        for (var expression : matchExpressions) {
            switch (expression.operator()) {
                case "In" -> {
                    if (expression.values().size() != 1) {
                        return new EqualityMap(
                                labels,
                                "operator \"In\" without a single value cannot be converted into the old label"
                                        + " selector format");
                    }
                    labels.put(expression.key(), expression.values().getFirst());
                }
                case "NotIn", "Exists", "DoesNotExist" -> {
                    return new EqualityMap(
                            labels,
                            "operator " + GoLiteral.quoted(expression.operator())
                                    + " cannot be converted into the old label selector format");
                }
                case String other -> {
                    return new EqualityMap(labels, GoLiteral.quoted(other) + " is not a valid selector operator");
                }
            }
        }
        return new EqualityMap(labels, "");
    }

    /// What the API server says about it, one text each; empty when it accepts.
    ///
    /// @param path where it stands: `spec.selector`
    public List<String> validationErrors(String path) {
        var errors = new ArrayList<String>();
        matchLabels.forEach((key, value) -> {
            invalid(errors, path + ".matchLabels", key, LabelSyntax.keyErrors(key));
            invalid(errors, path + ".matchLabels", value, LabelSyntax.valueErrors(value));
        });
        for (int i = 0; i < matchExpressions.size(); i++) {
            var expression = matchExpressions.get(i);
            var place = path + ".matchExpressions[" + i + "]";
            switch (expression.operator()) {
                case "In", "NotIn" -> {
                    if (expression.values().isEmpty()) {
                        errors.add(place
                                + ".values: Required value: must be specified when `operator` is 'In' or 'NotIn'");
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (!expression.values().isEmpty()) {
                        errors.add(place + ".values: Forbidden: may not be specified when `operator` is 'Exists' or"
                                + " 'DoesNotExist'");
                    }
                }
                case String other ->
                    invalid(errors, place + ".operator", other, List.of("not a valid selector operator"));
            }
            invalid(errors, place + ".key", expression.key(), LabelSyntax.keyErrors(expression.key()));
            for (int j = 0; j < expression.values().size(); j++) {
                var value = expression.values().get(j);
                invalid(errors, place + ".values[" + j + "]", value, LabelSyntax.valueErrors(value));
            }
        }
        return errors;
    }

    private static void invalid(List<String> errors, String path, String value, List<String> details) {
        details.forEach(detail -> errors.add(LabelSyntax.invalid(path, GoLiteral.quoted(value), detail)));
    }

    /// As a SELECTOR column prints it.
    public String formatted() {
        try {
            var text = selector().toString();
            return text.isEmpty() ? "<none>" : text;
        } catch (LabelSelectorException _) {
            return "<error>";
        }
    }

    /// As Go prints the structure; this form stands in the autoscaler's messages. (One that is not there is `nil`.)
    public String goString() {
        var labels = matchLabels.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue() + ",")
                .collect(Collectors.joining());
        var expressions = matchExpressions.stream()
                .map(expression -> "LabelSelectorRequirement{Key:" + expression.key() + ",Operator:"
                        + expression.operator() + ",Values:[" + String.join(" ", expression.values()) + "],},")
                .collect(Collectors.joining());
        return "&LabelSelector{MatchLabels:map[string]string{" + labels
                + "},MatchExpressions:[]LabelSelectorRequirement{" + expressions + "},}";
    }
}

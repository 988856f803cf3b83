package dev.headroom.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which objects are meant, by their labels: the comma-separated requirements of `kubectl -l` and of
/// `scale.status.selector`, all of which must hold.
///
/// Kubernetes has two selectors that print as nothing: [#everything], and [#nothing] (an object's selector that is not
/// there). Semantics: `k8s.io/apimachinery`, packages `labels` and `meta/v1`; held against recorded answers of it.
public sealed interface LabelSelector {

    static LabelSelector nothing() {
        return new Nothing();
    }

    static LabelSelector everything() {
        return new Requirements(List.of());
    }

    boolean matches(Map<String, String> labels);

    /// Whether there is no requirement: true for everything, not for nothing.
    boolean isEmpty();

    List<Requirement> requirements();

    default boolean matches(Labels labels) {
        return matches(labels.asMap());
    }

    /// Reads the text form: `app=web,tier in (front,back),!canary`.
    ///
    /// @throws LabelSelectorException when `text` is no selector; the message is the API server's
    static LabelSelector parse(String text) {
        return LabelSelectorParser.parse(text);
    }

    /// Equality with each of the given labels.
    static LabelSelector of(Map<String, String> matchLabels) {
        var requirements = new ArrayList<Requirement>();
        new TreeMap<>(matchLabels)
                .forEach((key, value) -> requirements.add(Requirement.of(key, Operator.EQUALS, List.of(value))));
        return of(requirements);
    }

    static LabelSelector of(List<Requirement> requirements) {
        return new Requirements(requirements);
    }

    /// Selects no object.
    record Nothing() implements LabelSelector {

        @Override
        public boolean matches(Map<String, String> labels) {
            return false;
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public List<Requirement> requirements() {
            return List.of();
        }

        @Override
        public String toString() {
            return "";
        }
    }

    /// Selects the objects that meet all requirements, sorted by key.
    record Requirements(List<Requirement> requirements) implements LabelSelector {

        public Requirements {
            requirements = requirements.stream()
                    .sorted(Comparator.comparing(Requirement::key))
                    .toList();
        }

        @Override
        public boolean matches(Map<String, String> labels) {
            return requirements.stream().allMatch(requirement -> requirement.matches(labels));
        }

        @Override
        public boolean isEmpty() {
            return requirements.isEmpty();
        }

        @Override
        public String toString() {
            return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
        }
    }

    /// How the value of a label is compared.
    enum Operator {
        EQUALS("="),
        DOUBLE_EQUALS("=="),
        NOT_EQUALS("!="),
        IN("in"),
        NOT_IN("notin"),
        EXISTS("exists"),
        DOES_NOT_EXIST("!"),
        GREATER_THAN("gt"),
        LESS_THAN("lt");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// A condition on one label; values are sorted and unique only as far as the text form made them so.
    record Requirement(String key, Operator operator, List<String> values) {

        public Requirement {
            values = List.copyOf(values);
        }

        /// @throws LabelSelectorException when key, number of values or a value is not legal for the operator
        public static Requirement of(String key, Operator operator, List<String> values) {
            LabelSyntax.check(key, operator, values);
            return new Requirement(key, operator, values);
        }

        public boolean matches(Map<String, String> labels) {
            var value = labels.get(key);
            return switch (operator) {
                case EQUALS, DOUBLE_EQUALS, IN -> value != null && values.contains(value);
                case NOT_EQUALS, NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER_THAN -> value != null && order(value) > 0;
                case LESS_THAN -> value != null && order(value) < 0;
            };
        }

        /// The order of a label and the required number; 0 when the label is no whole number.
        private int order(String value) {
            try {
                return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
            } catch (NumberFormatException _) {
                return 0;
            }
        }

        /// Values in their sorted order.
        public List<String> sortedValues() {
            return values.stream().sorted().toList();
        }

        @Override
        public String toString() {
            return switch (operator) {
                case EXISTS -> key;
                case DOES_NOT_EXIST -> "!" + key;
                case IN -> key + " in (" + String.join(",", sortedValues()) + ")";
                case NOT_IN -> key + " notin (" + String.join(",", sortedValues()) + ")";
                case GREATER_THAN -> key + ">" + values.getFirst();
                case LESS_THAN -> key + "<" + values.getFirst();
                case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> key + operator.word() + values.getFirst();
            };
        }
    }
}

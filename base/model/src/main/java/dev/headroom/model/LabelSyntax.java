package dev.headroom.model;

import dev.headroom.model.LabelSelector.Operator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What Kubernetes accepts as keys and values of labels, and what it says about the rest.
final class LabelSyntax {

    private static final int MAX_PART_BYTES = 63;
    private static final int MAX_PREFIX_BYTES = 253;
    private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String VALUE = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
    private static final String SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final Pattern NAME_PATTERN = Pattern.compile(NAME);
    private static final Pattern VALUE_PATTERN = Pattern.compile(VALUE);
    private static final Pattern SUBDOMAIN_PATTERN = Pattern.compile(SUBDOMAIN);
    private static final String NAME_RULE =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and"
            + " end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
            + " validation is '" + NAME + "')";
    private static final String VALUE_RULE =
            "a valid label must be an empty string or consist of alphanumeric characters,"
            + " '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',"
            + "  or '12345', regex used for validation is '" + VALUE + "')";
    private static final String SUBDOMAIN_RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
            + " characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
            + " regex"
            + " used for validation is '" + SUBDOMAIN + "')";

    private LabelSyntax() {}

    /// What is wrong with a key (`prefix/name`); empty when nothing is.
    static List<String> keyErrors(String key) {
        var errors = new ArrayList<String>();
        var parts = key.split("/", -1);
        var name = parts[parts.length - 1];
        if (parts.length > 2) {
            return List.of("a valid label key " + NAME_RULE
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        if (parts.length == 2) {
            var prefix = parts[0];
            if (prefix.isEmpty()) {
                errors.add("prefix part must be non-empty");
            } else {
                if (bytes(prefix) > MAX_PREFIX_BYTES) {
                    errors.add("prefix part must be no more than " + MAX_PREFIX_BYTES + " bytes");
                }
                if (!SUBDOMAIN_PATTERN.matcher(prefix).matches()) {
                    errors.add("prefix part " + SUBDOMAIN_RULE);
                }
            }
        }
        if (name.isEmpty()) {
            errors.add("name part must be non-empty");
        } else if (bytes(name) > MAX_PART_BYTES) {
            errors.add("name part must be no more than " + MAX_PART_BYTES + " bytes");
        }
        if (!NAME_PATTERN.matcher(name).matches()) {
            errors.add("name part " + NAME_RULE);
        }
        return errors;
    }

    static List<String> valueErrors(String value) {
        var errors = new ArrayList<String>();
        if (bytes(value) > MAX_PART_BYTES) {
            errors.add("must be no more than " + MAX_PART_BYTES + " bytes");
        }
        if (!VALUE_PATTERN.matcher(value).matches()) {
            errors.add(VALUE_RULE);
        }
        return errors;
    }

    /// @throws LabelSelectorException with everything that is wrong
    static void check(String key, Operator operator, List<String> values) {
        var errors = new ArrayList<String>();
        addInvalid(errors, "key", key, keyErrors(key));
        switch (operator) {
            case IN, NOT_IN -> {
                if (values.isEmpty()) {
                    errors.add(invalid("values", "null", "for 'in', 'notin' operators, values set can't be empty"));
                }
            }
            case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> {
                if (values.size() != 1) {
                    errors.add(invalid("values", list(values), "exact-match compatibility requires one single value"));
                }
            }
            case EXISTS, DOES_NOT_EXIST -> {
                if (!values.isEmpty()) {
                    errors.add(invalid(
                            "values", list(values), "values set must be empty for exists and does not exist"));
                }
            }
            case GREATER_THAN, LESS_THAN -> checkNumbers(values, errors);
        }
        for (int i = 0; i < values.size(); i++) {
            addInvalid(errors, "values[" + i + "][" + key + "]", values.get(i), valueErrors(values.get(i)));
        }
        if (!errors.isEmpty()) {
            var unique = errors.stream().distinct().toList();
            throw new LabelSelectorException(
                    unique.size() == 1 ? unique.getFirst() : "[" + String.join(", ", unique) + "]");
        }
    }

    private static void checkNumbers(List<String> values, List<String> errors) {
        if (values.size() != 1) {
            errors.add(invalid("values", list(values), "for 'Gt', 'Lt' operators, exactly one value is required"));
        }
        for (int i = 0; i < values.size(); i++) {
            try {
                Long.parseLong(values.get(i));
            } catch (NumberFormatException _) {
                errors.add(invalid(
                        "values[" + i + "]",
                        GoLiteral.quoted(values.get(i)),
                        "for 'Gt', 'Lt' operators, the value must be an integer"));
            }
        }
    }

    private static void addInvalid(List<String> errors, String path, String value, List<String> details) {
        if (!details.isEmpty()) {
            errors.add(invalid(path, GoLiteral.quoted(value), String.join("; ", details)));
        }
    }

    static String invalid(String path, String value, String detail) {
        return path + ": Invalid value: " + value + ": " + detail;
    }

    private static String list(List<String> values) {
        return "[" + String.join(",", values.stream().map(GoLiteral::quoted).toList()) + "]";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

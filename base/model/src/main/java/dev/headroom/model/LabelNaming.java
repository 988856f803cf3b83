package dev.headroom.model;

import com.google.re2j.Pattern;

/// Which label names are valid (`metric_name_validation_scheme` of Prometheus).
public enum LabelNaming {
    /// Any text that is not empty.
    UTF8,
    /// Letters, digits and underscores, no digit in front.
    LEGACY;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern TEMPLATE =
            Pattern.compile("(?:(?:[a-zA-Z_]|\\$(?:\\{[a-zA-Z0-9_]+\\}|[a-zA-Z0-9_]+))+[a-zA-Z0-9_]*)+");

    public boolean isValid(String name) {
        return switch (this) {
            case UTF8 -> !name.isEmpty();
            case LEGACY -> NAME.matches(name);
        };
    }

    /// Whether a text with references such as `${1}` may become a valid name.
    public boolean isValidTemplate(String template) {
        return switch (this) {
            case UTF8 -> !template.isEmpty();
            case LEGACY -> TEMPLATE.matches(template);
        };
    }
}

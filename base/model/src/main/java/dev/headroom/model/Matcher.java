package dev.headroom.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A condition on one label of a series, as in a PromQL selector. Regular expressions are RE2 and anchored at both
/// ends; a label that is absent has the empty value.
public final class Matcher {

    /// How the value of the label is compared.
    public enum Type {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String operator;

        Type(String operator) {
            this.operator = operator;
        }

        public String operator() {
            return operator;
        }
    }

    private final Type type;
    private final String name;
    private final String value;
    private final @Nullable Pattern pattern;

    private Matcher(Type type, String name, String value, @Nullable Pattern pattern) {
        this.type = type;
        this.name = name;
        this.value = value;
        this.pattern = pattern;
    }

    /// @throws PatternSyntaxException when the type is a regular expression and `value` is not one
    public static Matcher of(Type type, String name, String value) {
        var pattern = switch (type) {
            case EQUAL, NOT_EQUAL -> null;
            case REGEX, NOT_REGEX -> Pattern.compile("^(?s:" + value + ")$");
        };
        return new Matcher(type, name, value, pattern);
    }

    public static Matcher equal(String name, String value) {
        return of(Type.EQUAL, name, value);
    }

    public Type type() {
        return type;
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    public boolean matches(String labelValue) {
        return switch (type) {
            case EQUAL -> value.equals(labelValue);
            case NOT_EQUAL -> !value.equals(labelValue);
            case REGEX -> Objects.requireNonNull(pattern).matcher(labelValue).matches();
            case NOT_REGEX -> !Objects.requireNonNull(pattern).matcher(labelValue).matches();
        };
    }

    public boolean matches(Labels labels) {
        return matches(labels.value(name));
    }

    /// Whether a series without the label passes.
    public boolean matchesAbsent() {
        return matches("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matcher matcher
                && type == matcher.type
                && name.equals(matcher.name)
                && value.equals(matcher.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, name, value);
    }

    @Override
    public String toString() {
        return name + type.operator() + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

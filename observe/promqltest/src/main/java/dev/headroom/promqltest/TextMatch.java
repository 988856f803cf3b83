package dev.headroom.promqltest;

import com.google.re2j.Pattern;

/// What an error or an annotation is expected to say.
public sealed interface TextMatch {

    /// Anything.
    record Any() implements TextMatch {}

    /// Exactly that.
    record Exact(String text) implements TextMatch {}

    /// Something in which the regular expression is found.
    record Regex(Pattern pattern) implements TextMatch {}

    default boolean matches(String text) {
        return switch (this) {
            case Any _ -> true;
            case Exact exact -> exact.text().equals(text);
            case Regex regex -> regex.pattern().matcher(text).find();
        };
    }

    /// In words, for a failure.
    default String words() {
        return switch (this) {
            case Any _ -> "any text";
            case Exact exact -> '"' + exact.text() + '"';
            case Regex regex -> "/" + regex.pattern().pattern() + "/";
        };
    }
}

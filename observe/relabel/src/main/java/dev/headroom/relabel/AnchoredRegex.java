package dev.headroom.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.headroom.model.RegexTemplate;

/// A regular expression as Prometheus' relabelling reads it: RE2, tied to both ends by `^(?s:...)$`, so a dot matches a
/// newline and a stray `)|(` gets out of the tie (both are Prometheus' behaviour, and recorded).
record AnchoredRegex(String text, Pattern pattern) {

    /// @throws com.google.re2j.PatternSyntaxException when `text` is no RE2 expression
    static AnchoredRegex of(String text) {
        return new AnchoredRegex(text, Pattern.compile("^(?s:" + text + ")$"));
    }

    boolean matches(String value) {
        return pattern.matcher(value).find();
    }

    Matcher matcher(String value) {
        return pattern.matcher(value);
    }

    String replaceAll(String value, String template) {
        return RegexTemplate.replaceAll(pattern, value, template);
    }
}

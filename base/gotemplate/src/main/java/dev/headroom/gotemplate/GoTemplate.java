package dev.headroom.gotemplate;

import java.util.Set;

/// A text in the language of Go's `text/template`, read once and expanded as often as needed.
public final class GoTemplate {

    /// What stands around an action, two characters each: `{{` and `}}` in alerts, `<<` and `>>` for
    /// prometheus-adapter.
    public record Delimiters(String left, String right) {
        public static final Delimiters BRACES = new Delimiters("{{", "}}");
        public static final Delimiters ANGLES = new Delimiters("<<", ">>");

        public Delimiters {
            if (left.length() != 2 || right.length() != 2) {
                throw new IllegalArgumentException("delimiters of two characters, got " + left + " and " + right);
            }
        }
    }

    private final TemplateParser.Parsed parsed;

    private GoTemplate(TemplateParser.Parsed parsed) {
        this.parsed = parsed;
    }

    /// @param functions the names that it may call
    /// @throws TemplateException when the text is no template
    public static GoTemplate parse(String text, Set<String> functions, Delimiters delimiters) {
        return new GoTemplate(TemplateParser.parse(text, functions, delimiters));
    }

    /// @param data what `.` is
    /// @throws TemplateException when it fails
    public String expand(Object data, TemplateLibrary library) {
        return new TemplateRun(parsed, library).text(data);
    }
}

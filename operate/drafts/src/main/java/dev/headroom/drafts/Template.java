package dev.headroom.drafts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A text with placeholders between `<<` and `>>`, as the configuration of prometheus-adapter has them, and what it
/// becomes. Knows for each char of the result where it comes from.
public final class Template {

    private static final Pattern PLACEHOLDER = Pattern.compile("<<-?\\s*(.*?)\\s*-?>>");

    /// A part of the text. `length` chars of the result come from `writtenLength` chars of what is written.
    private record Part(int at, int length, int written, int writtenLength, boolean literal) {}

    private final String text;
    private final String expanded;
    private final List<Part> parts;

    private Template(String text, String expanded, List<Part> parts) {
        this.text = text;
        this.expanded = expanded;
        this.parts = List.copyOf(parts);
    }

    /// A text without placeholders.
    public static Template plain(String text) {
        return new Template(text, text, List.of(new Part(0, text.length(), 0, text.length(), true)));
    }

    /// @param values what stands for a placeholder, by what is between the brackets (`.Series`)
    static Template of(String text, Function<String, String> values) {
        var parts = new ArrayList<Part>();
        var expanded = new StringBuilder();
        var matcher = PLACEHOLDER.matcher(text);
        int done = 0;
        while (matcher.find()) {
            parts.add(new Part(expanded.length(), matcher.start() - done, done, matcher.start() - done, true));
            expanded.append(text, done, matcher.start());
            var value = values.apply(matcher.group(1));
            int written = matcher.end() - matcher.start();
            parts.add(new Part(expanded.length(), value.length(), matcher.start(), written, false));
            expanded.append(value);
            done = matcher.end();
        }
        parts.add(new Part(expanded.length(), text.length() - done, done, text.length() - done, true));
        expanded.append(text, done, text.length());
        return new Template(text, expanded.toString(), parts);
    }

    public String text() {
        return text;
    }

    public String expanded() {
        return expanded;
    }

    /// Where in what is written a char of the result comes from.
    int offset(int index) {
        for (var part : parts) {
            if (index < part.at() + part.length()) {
                return part.literal() ? part.written() + index - part.at() : part.written();
            }
        }
        return text.length();
    }

    /// Where in what is written a part of the result ends.
    int endOffset(int end) {
        for (var part : parts) {
            if (end <= part.at() + part.length() && end > part.at()) {
                return part.literal() ? part.written() + end - part.at() : part.written() + part.writtenLength();
            }
        }
        return end == 0 ? 0 : text.length();
    }

    boolean isLiteral(int from, int to) {
        return parts.stream()
                .filter(part -> !part.literal())
                .noneMatch(part -> part.at() < to && from < part.at() + part.length());
    }

    String shown(int from, int to) {
        return text.substring(offset(from), Math.max(offset(from), endOffset(to)));
    }
}

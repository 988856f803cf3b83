package dev.headroom.metricsapi;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as Go's encoder prints it: what HTML could read is escaped, a newline ends the text. Values are maps in their
/// order, lists, texts, numbers, truth values and `null`.
final class GoJson {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();
    private final boolean pretty;

    private GoJson(boolean pretty) {
        this.pretty = pretty;
    }

    static String line(Object value) {
        return print(value, false);
    }

    /// @param pretty with an indentation of two spaces
    static String print(Object value, boolean pretty) {
        var json = new GoJson(pretty);
        json.value(value, 0);
        // The pretty form has no newline at its end.
        return (pretty ? json.out : json.out.append('\n')).toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> out.append("null");
            case String text -> text(text);
            case Map<?, ?> map -> map(map, depth);
            case List<?> list -> list(list, depth);
            default -> out.append(value);
        }
    }

    private void map(Map<?, ?> map, int depth) {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> it = map.entrySet().iterator(); it.hasNext(); ) {
            var entry = it.next();
            indent(depth + 1);
            text(String.valueOf(entry.getKey()));
            out.append(pretty ? ": " : ":");
            value(entry.getValue(), depth + 1);
            if (it.hasNext()) {
                out.append(',');
            }
        }
        close('}', map.isEmpty(), depth);
    }

    private void list(List<?> list, int depth) {
        out.append('[');
        for (Iterator<?> it = list.iterator(); it.hasNext(); ) {
            indent(depth + 1);
            value(it.next(), depth + 1);
            if (it.hasNext()) {
                out.append(',');
            }
        }
        close(']', list.isEmpty(), depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            indent(depth);
        }
        out.append(bracket);
    }

    private void indent(int depth) {
        if (pretty) {
            out.append('\n').repeat("  ", depth);
        }
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char each) {
        switch (each) {
            case '"', '\\' -> out.append('\\').append(each);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '<', '>', '&', '\u2028', '\u2029' -> escaped(each);
            default -> {
                if (each < ' ') {
                    escaped(each);
                } else {
                    out.append(each);
                }
            }
        }
    }

    private void escaped(char each) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((each >> shift) & 0xf));
        }
    }
}

package dev.headroom.model;

/// A text as Kubernetes quotes it in its own messages, which is as Go's `%q` and `encoding/json` do.
public final class GoLiteral {

    private GoLiteral() {}

    /// In double quotes, as `%q`: what cannot be printed is escaped.
    public static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> quoted.append(
                switch (point) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    case 7 -> "\\a";
                    case '\b' -> "\\b";
                    case '\f' -> "\\f";
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    case 11 -> "\\v";
                    default -> isPrinted(point) ? Character.toString(point) : escaped(point);
                }));
        return quoted.append('"').toString();
    }

    private static String escaped(int point) {
        if (point < 0x80) {
            return String.format("\\x%02x", point);
        }
        if (Character.getType(point) == Character.SURROGATE) {
            return "\\ufffd";
        }
        return String.format(point < 0x10000 ? "\\u%04x" : "\\U%08x", point);
    }

    /// Letters, marks, numbers, punctuation, symbols, and of the blanks only the ordinary one.
    private static boolean isPrinted(int point) {
        return switch ((byte) Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }

    /// In double quotes, as Go writes JSON: what a browser would take for markup is escaped too.
    public static String json(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> quoted.append(
                switch (point) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    case '\b' -> "\\b";
                    case '\f' -> "\\f";
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    case '<', '>', '&', 0x2028, 0x2029 -> String.format("\\u%04x", point);
                    default -> point < ' ' ? String.format("\\u%04x", point) : Character.toString(point);
                }));
        return quoted.append('"').toString();
    }
}

package dev.headroom.scalers;

import java.util.Optional;

/// Walks over JSON as text without reading all of it: a value is a slice of the text, and what lies beside the way is
/// only skipped, so that an error there does no harm.
final class JsonText {

    private final String text;

    JsonText(String text) {
        this.text = text;
    }

    /// What a value looks like from outside, in the words of KEDA's reader.
    enum Kind {
        NULL("Null"),
        FALSE("False"),
        NUMBER("Number"),
        STRING("String"),
        TRUE("True"),
        JSON("JSON");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Kind kind(String value) {
        return switch (value.isEmpty() ? ' ' : value.charAt(0)) {
            case '{', '[' -> Kind.JSON;
            case '"' -> Kind.STRING;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            case '-', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> Kind.NULL;
        };
    }

    /// The first value of the text; empty where there is none.
    String first() {
        int start = skipBlanks(0);
        return text.substring(start, skipValue(start));
    }

    /// What to do with the members of an object or list.
    interface Visitor {
        /// @param key of a member, empty for an item
        /// @param value empty where there is none
        /// @return whether to go on
        boolean visit(String key, String value);
    }

    /// The members of the object or the items of the list that the text is.
    void each(Visitor visitor) {
        int at = skipBlanks(0);
        if (at >= text.length() || (text.charAt(at) != '{' && text.charAt(at) != '[')) {
            return;
        }
        boolean object = text.charAt(at) == '{';
        at = skipSeparators(at + 1);
        boolean more = true;
        while (more && at < text.length() && text.charAt(at) != '}' && text.charAt(at) != ']') {
            var key = "";
            if (object) {
                if (text.charAt(at) != '"') {
                    return;
                }
                int end = skipString(at);
                key = unescaped(text.substring(at, end));
                at = skipBlanks(end);
                if (at >= text.length() || text.charAt(at) != ':') {
                    return;
                }
                at = skipBlanks(at + 1);
            }
            int end = skipValue(at);
            more = visitor.visit(key, text.substring(at, end));
            at = skipSeparators(end == at ? at + 1 : end);
        }
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    private int skipSeparators(int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) <= ' ' || text.charAt(at) == ',')) {
            at++;
        }
        return at;
    }

    private int skipString(int from) {
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, text.length());
    }

    /// Where the value that begins there ends: at the same place when there is none.
    private int skipValue(int from) {
        if (from >= text.length()) {
            return text.length();
        }
        char first = text.charAt(from);
        if (first == '"') {
            return skipString(from);
        }
        int at = from;
        if (first == '{' || first == '[') {
            int depth = 0;
            do {
                char c = text.charAt(at);
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at = c == '"' ? skipString(at) : at + 1;
            } while (depth > 0 && at < text.length());
            return at;
        }
        while (at < text.length() && text.charAt(at) > ' ' && ",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /// The content of a text in quotes.
    static String unescaped(String quoted) {
        var body = quoted.substring(1, Math.max(1, quoted.endsWith("\"") ? quoted.length() - 1 : quoted.length()));
        if (body.indexOf('\\') < 0) {
            return body;
        }
        var plain = new StringBuilder();
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '\\' || i + 1 == body.length()) {
                plain.append(c);
                continue;
            }
            i++;
            switch (body.charAt(i)) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'u' -> {
                    unicode(body, i + 1).ifPresent(plain::append);
                    i += 4;
                }
                default -> plain.append(body.charAt(i));
            }
        }
        return plain.toString();
    }

    private static Optional<Character> unicode(String body, int at) {
        try {
            return Optional.of((char) Integer.parseInt(body.substring(at, Math.min(at + 4, body.length())), 16));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}

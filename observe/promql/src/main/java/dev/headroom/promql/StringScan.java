package dev.headroom.promql;

import java.util.Locale;

/// Finds where a string literal ends and checks its escapes.
///
/// @param end the first char behind it
/// @param error what is wrong with it in Prometheus' words, empty when nothing is
record StringScan(int end, String error) {

    /// Reads from the opening quote: `"`, `'` or a backtick, which takes everything literally.
    static StringScan of(String input, int start, int quote) {
        int at = start + 1;
        while (at < input.length()) {
            char c = input.charAt(at);
            if (c == quote) {
                return new StringScan(at + 1, "");
            }
            if (quote != '`') {
                if (c == '\n') {
                    break;
                }
                if (c == '\\') {
                    var escape = escape(input, at + 1, quote);
                    if (!escape.error().isEmpty()) {
                        return escape;
                    }
                    at = escape.end();
                    continue;
                }
            }
            at++;
        }
        return new StringScan(at, quote == '`' ? "unterminated raw string" : "unterminated quoted string");
    }

    /// Checks the escape whose backslash stands in front of `at`.
    private static StringScan escape(String input, int at, int quote) {
        if (at >= input.length()) {
            return new StringScan(at, "escape sequence not terminated");
        }
        int c = input.codePointAt(at);
        if (c == quote || "abfnrtv\\".indexOf(c) >= 0) {
            return new StringScan(at + 1, "");
        }
        return switch (c) {
            case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(input, at, 3, 8);
            case 'x' -> digits(input, at + 1, 2, 16);
            case 'u' -> digits(input, at + 1, 4, 16);
            case 'U' -> digits(input, at + 1, 8, 16);
            default -> new StringScan(at, "unknown escape sequence " + named(c));
        };
    }

    private static StringScan digits(String input, int from, int count, int radix) {
        long value = 0;
        for (int at = from; at < from + count; at++) {
            if (at >= input.length()) {
                return new StringScan(at, "escape sequence not terminated");
            }
            int digit = Character.digit(input.charAt(at), radix);
            if (digit < 0 || input.charAt(at) > 'f') {
                return new StringScan(at, "illegal character " + named(input.codePointAt(at)) + " in escape sequence");
            }
            value = value * radix + digit;
        }
        long most = radix == 8 || count == 2 ? 255 : Character.MAX_CODE_POINT;
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        return new StringScan(
                from + count, value > most || surrogate ? "escape sequence is an invalid Unicode code point" : "");
    }

    /// A character as Go's `%#U` writes it: `U+0064 'd'`.
    private static String named(int point) {
        return String.format(Locale.ROOT, "U+%04X '%s'", point, Character.toString(point));
    }
}

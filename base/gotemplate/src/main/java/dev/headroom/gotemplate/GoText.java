package dev.headroom.gotemplate;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Literals of Go: quoted strings, characters, and numbers, as constants of templates and as text given to functions.
public final class GoText {

    private static final Pattern INTEGER = Pattern.compile(
            "[+-]?(0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO]?(_?[0-7])+|0|[1-9](_?[0-9])*)");
    private static final Pattern FLOAT
            = Pattern.compile("[+-]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)([eE][+-]?[0-9_]+)?");
    private static final Pattern HEX_FLOAT =
            Pattern.compile("[+-]?0[xX]_?([0-9a-fA-F][0-9a-fA-F_]*\\.?[0-9a-fA-F_]*|\\.[0-9a-fA-F_]+)[pP][+-]?[0-9_]+");
    private static final Pattern MISPLACED_UNDERSCORE = Pattern.compile("(^|[^0-9a-fA-FxX])_|_($|[^0-9a-fA-F])");

    private GoText() {}

    /// The value of a text in double quotes.
    static String unquote(String quoted) {
        var text = new StringBuilder();
        int at = 1;
        while (at < quoted.length() - 1) {
            if (quoted.charAt(at) != '\\') {
                int point = quoted.codePointAt(at);
                text.appendCodePoint(point);
                at += Character.charCount(point);
            } else {
                var escape = escape(quoted, at, '"');
                text.appendCodePoint(escape.point());
                at = escape.end();
            }
        }
        return text.toString();
    }

    /// The code point of a character in single quotes.
    static Long character(String quoted) {
        if (quoted.length() < 3) {
            throw new TemplateException("malformed character constant: " + quoted);
        }
        var escape = quoted.charAt(1) == '\\'
                ? escape(quoted, 1, '\'')
                : new Escape(quoted.codePointAt(1), 1 + Character.charCount(quoted.codePointAt(1)));
        if (escape.end() != quoted.length() - 1) {
            throw new TemplateException("malformed character constant: " + quoted);
        }
        return (long) escape.point();
    }

    private record Escape(int point, int end) {}

    private static Escape escape(String quoted, int at, char quote) {
        char c = quoted.charAt(at + 1);
        return switch (c) {
            case 'a' -> new Escape(7, at + 2);
            case 'b' -> new Escape('\b', at + 2);
            case 'f' -> new Escape('\f', at + 2);
            case 'n' -> new Escape('\n', at + 2);
            case 'r' -> new Escape('\r', at + 2);
            case 't' -> new Escape('\t', at + 2);
            case 'v' -> new Escape(11, at + 2);
            case '\\' -> new Escape('\\', at + 2);
            case 'x' -> digits(quoted, at + 2, 2, 16);
            case 'u' -> digits(quoted, at + 2, 4, 16);
            case 'U' -> digits(quoted, at + 2, 8, 16);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> digits(quoted, at + 1, 3, 8);
            default -> {
                if (c != quote) {
                    throw new TemplateException("invalid syntax: " + quoted);
                }
                yield new Escape(c, at + 2);
            }
        };
    }

    private static Escape digits(String quoted, int start, int count, int radix) {
        try {
            int point = Integer.parseInt(quoted.substring(start, Math.min(start + count, quoted.length())), radix);
            if (!Character.isValidCodePoint(point)) {
                throw new TemplateException("invalid syntax: " + quoted);
            }
            return new Escape(point, start + count);
        } catch (NumberFormatException _) {
            throw new TemplateException("invalid syntax: " + quoted);
        }
    }

    /// A number in a template: Long when it is written as a whole number, else Double; a
    /// BigInteger when only Go's unsigned numbers hold it, which fails when it is used.
    static Object number(String text) {
        if (INTEGER.matcher(text).matches()) {
            var value = integer(text);
            if (value.bitLength() == 64 && value.signum() > 0) {
                return value;
            }
            if (value.bitLength() > 63) {
                throw new TemplateException("integer overflow: \"" + text + '"');
            }
            return value.longValue();
        }
        var value = parseFloat(text);
        boolean fraction = text.chars().anyMatch(c -> ".eEpP".indexOf(c) >= 0);
        if (value.isEmpty() || !fraction) {
            throw new TemplateException("illegal number syntax: \"" + text + '"');
        }
        return value.get();
    }

    private static BigInteger integer(String text) {
        var digits = text.replace("_", "");
        boolean negative = digits.startsWith("-");
        digits = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        var lower = digits.toLowerCase(Locale.ROOT);
        BigInteger value;
        if (lower.startsWith("0x")) {
            value = new BigInteger(lower.substring(2), 16);
        } else if (lower.startsWith("0b")) {
            value = new BigInteger(lower.substring(2), 2);
        } else if (lower.startsWith("0o")) {
            value = new BigInteger(lower.substring(2), 8);
        } else if (lower.startsWith("0") && lower.length() > 1) {
            value = new BigInteger(lower.substring(1), 8);
        } else {
            value = new BigInteger(lower);
        }
        return negative ? value.negate() : value;
    }

    /// A number as Go's `strconv.ParseFloat` reads it; empty when it does not, or when it is out of range.
    public static Optional<Double> parseFloat(String text) {
        var special = switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> 0.0;
        };
        if (special != 0) {
            return Optional.of(special);
        }
        boolean wellFormed = HEX_FLOAT.matcher(text).matches() || FLOAT.matcher(text).matches();
        if (!wellFormed || MISPLACED_UNDERSCORE.matcher(text).find() || text.contains("__")) {
            return Optional.empty();
        }
        double value = Double.parseDouble(text.replace("_", ""));
        return Double.isInfinite(value) ? Optional.empty() : Optional.of(value);
    }

    /// Go's `strconv.Quote`.
    public static String quote(String text, boolean asciiOnly) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> quotePoint(quoted, point, '"', asciiOnly));
        return quoted.append('"').toString();
    }

    static void quotePoint(StringBuilder quoted, int point, char quote, boolean asciiOnly) {
        switch (point) {
            case 7 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 11 -> quoted.append("\\v");
            case '\\' -> quoted.append("\\\\");
            default -> {
                if (point == quote) {
                    quoted.append('\\').append(quote);
                } else if (point < 0x80 ? point >= 0x20 && point < 0x7f : !asciiOnly && printable(point)) {
                    quoted.appendCodePoint(point);
                } else if (point < 0x80) {
                    quoted.append(String.format(Locale.ROOT, "\\x%02x", point));
                } else {
                    quoted.append(String.format(Locale.ROOT, point < 0x10000 ? "\\u%04x" : "\\U%08x", point));
                }
            }
        }
    }

    /// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII blank.
    static boolean printable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }
}

package dev.headroom.triggers;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Texts of parameters, read as KEDA's language reads them: what is a number, a truth value or a duration there, and
/// what the error says when it is none.
public final class GoText {

    /* notes
     *
     * Three grammars of numbers are in use. Typed parameters are JSON numbers: `.5`, `+5`, `07` and `0x10` are none.
     * `scalingModifiers` and the values in a server's answer are Go floats: those and `1_0`, `0x1p-2`, `inf` are,
     * `-nan` is not. Percentages and annotations are Go integers: a sign and digits.
     * Source: KEDA 2.21 and the packages strconv, time and encoding/json; held against recordings of KEDA.
     */

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern JSON_INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final String DIGITS = "[0-9]+(?:_[0-9]+)*";
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(" + DIGITS + "(\\.(" + DIGITS + ")?)?|\\." + DIGITS + ")([eE][-+]?" + DIGITS + ")?");
    private static final String HEX_DIGITS = "[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*";
    private static final Pattern HEX = Pattern.compile("[-+]?0[xX]_?(" + HEX_DIGITS + "(\\.(" + HEX_DIGITS + ")?)?|\\."
            + HEX_DIGITS + ")[pP][-+]?" + DIGITS);
    private static final Set<String> INFINITE = Set.of("inf", "infinity");
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]*)(?:\\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Double> NANOS_PER_UNIT = Map.of(
            "ns", 1.0, "us", 1e3, "µs", 1e3, "μs", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);
    private static final double MAX_NANOS = 0x1p63;

    private GoText() {}

    /// Without the white space around it, in Unicode's sense of the word.
    public static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
    }

    /// `1`, `t`, `T`, `true`, `True`, `TRUE` and their opposites; empty for everything else.
    public static Optional<Boolean> truth(String text) {
        return TRUE.contains(text)
                ? Optional.of(true)
                : FALSE.contains(text) ? Optional.of(false) : Optional.empty();
    }

    static String truthError(String text) {
        return "strconv.ParseBool: parsing " + quoted(text) + ": invalid syntax";
    }

    /// A JSON number that a double can hold.
    static Optional<Double> jsonNumber(String text) {
        return JSON_NUMBER.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))
                ? Optional.of(Double.parseDouble(text))
                : Optional.empty();
    }

    /// A JSON number without fraction and exponent that 64 bits can hold.
    static Optional<Long> jsonInteger(String text) {
        return JSON_INTEGER.matcher(text).matches() ? integer(text, 64) : Optional.empty();
    }

    private static Optional<Long> integer(String text, int bits) {
        try {
            long value = Long.parseLong(text);
            return value == value << (64 - bits) >> (64 - bits) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// A whole number of 32 bits.
    ///
    /// @throws TriggerException for a text that is none, with Go's words
    public static int int32(String text) {
        if (!INTEGER.matcher(text).matches()) {
            throw new TriggerException("strconv.ParseInt: parsing " + quoted(text) + ": invalid syntax");
        }
        return integer(text, 32)
                .orElseThrow(() ->
                        new TriggerException("strconv.ParseInt: parsing " + quoted(text) + ": value out of range"))
                .intValue();
    }

    /// A whole number of 64 bits, empty for a text that is none.
    public static Optional<Long> int64(String text) {
        return INTEGER.matcher(text).matches() ? integer(text, 64) : Optional.empty();
    }

    /// A float, NaN and infinities included.
    ///
    /// @throws TriggerException for a text that is none or too large, with Go's words
    public static double float64(String text) {
        var unsigned = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        var word = unsigned.toLowerCase(Locale.ROOT);
        if (INFINITE.contains(word)) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        if (!DECIMAL.matcher(text).matches() && !HEX.matcher(text).matches()) {
            throw new TriggerException("strconv.ParseFloat: parsing " + quoted(text) + ": invalid syntax");
        }
        double value = Double.parseDouble(text.replace("_", ""));
        if (Double.isInfinite(value)) {
            throw new TriggerException("strconv.ParseFloat: parsing " + quoted(text) + ": value out of range");
        }
        return value;
    }

    /// A duration like `1m30s` or `1.5h`; empty for a text that is none, bare numbers but `0` among them.
    static Optional<Duration> duration(String text) {
        boolean negative = text.startsWith("-");
        var rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        var parts = DURATION_PART.matcher(rest);
        double nanos = 0;
        int end = 0;
        while (parts.lookingAt()) {
            var fraction = parts.group(2) == null ? "" : parts.group(2);
            if (parts.group(1).isEmpty() && fraction.isEmpty()) {
                return Optional.empty();
            }
            nanos += Double.parseDouble("0" + parts.group(1) + "." + fraction + "0")
                    * NANOS_PER_UNIT.getOrDefault(parts.group(3), 1.0);
            end = parts.end();
            parts.region(end, rest.length());
        }
        if (end != rest.length() || rest.isEmpty() || nanos >= MAX_NANOS) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) (negative ? -nanos : nanos)));
    }

    /// In quotes, with what does not print escaped.
    public static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case 0x07 -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case 0x0b -> quoted.append("\\v");
                default -> quoted.append(escaped(c));
            }
        });
        return quoted.append('"').toString();
    }

    private static String escaped(int c) {
        int type = Character.getType(c);
        boolean prints = c == ' '
                || !(Character.isISOControl(c)
                        || Character.isSpaceChar(c)
                        || type == Character.FORMAT
                        || type == Character.UNASSIGNED
                        || type == Character.SURROGATE
                        || type == Character.PRIVATE_USE);
        if (prints) {
            return Character.toString(c);
        }
        return c < 0x80
                ? String.format(Locale.ROOT, "\\x%02x", c)
                : String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    }
}

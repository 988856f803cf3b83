package dev.headroom.gotemplate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Go's `fmt.Sprintf`, `Sprint` and `Sprintln` for the values that a template can have. Mistakes in a format are no
/// errors: they are written into the text, as in `%!d(string=x)`.
public final class GoFormat {

    /// Widths and precisions beyond this are mistakes of the format (Go has the same limit).
    private static final int MAX_WIDTH = 1_000_000;

    private final String format;
    private final List<@Nullable Object> arguments;
    private final StringBuilder text = new StringBuilder();
    private int at;
    private int argument;
    private boolean reordered;
    private boolean goodIndex = true;
    private boolean afterIndex;

    private GoFormat(String format, List<@Nullable Object> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    /// The marks between the percent sign and the verb.
    private static final class Flags {
        private boolean plus;
        private boolean minus;
        private boolean sharp;
        private boolean space;
        private boolean zero;
        private int width = -1;
        private int precision = -1;
    }

    /// Operands one after the other, with a blank between two that are no texts.
    static String print(List<@Nullable Object> operands) {
        var text = new StringBuilder();
        for (int i = 0; i < operands.size(); i++) {
            boolean texts = operands.get(i) instanceof String || (i > 0 && operands.get(i - 1) instanceof String);
            text.append(i > 0 && !texts ? " " : "").append(plain(operands.get(i)));
        }
        return text.toString();
    }

    static String println(List<@Nullable Object> operands) {
        return String.join(" ", operands.stream().map(GoFormat::plain).toList()) + "\n";
    }

    /// What `%v` prints.
    public static String plain(@Nullable Object value) {
        return value(value, new Flags());
    }

    static String printf(String format, List<@Nullable Object> arguments) {
        var formatting = new GoFormat(format, arguments);
        formatting.run();
        return formatting.text.toString();
    }

    private void run() {
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                text.append(format, at, format.length());
                break;
            }
            text.append(format, at, percent);
            at = percent + 1;
            verb();
        }
        if (!reordered && argument < arguments.size()) {
            text.append("%!(EXTRA ");
            for (int i = argument; i < arguments.size(); i++) {
                var extra = arguments.get(i);
                text.append(i > argument ? ", " : "")
                        .append(extra == null ? "<nil>" : type(extra) + "=" + plain(extra));
            }
            text.append(')');
        }
    }

    private void verb() {
        goodIndex = true;
        var flags = flags();
        afterIndex = false;
        index();
        width(flags);
        precision(flags);
        if (!afterIndex) {
            index();
        }
        if (at >= format.length()) {
            text.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            text.append('%');
        } else if (!goodIndex) {
            text.append("%!").appendCodePoint(verb).append("(BADINDEX)");
        } else if (argument >= arguments.size()) {
            text.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            text.append(argument(arguments.get(argument++), verb, flags));
        }
    }

    private Flags flags() {
        var flags = new Flags();
        while (at < format.length()) {
            switch (format.charAt(at)) {
                case '+' -> flags.plus = true;
                case '-' -> flags.minus = true;
                case '#' -> flags.sharp = true;
                case ' ' -> flags.space = true;
                case '0' -> flags.zero = true;
                default -> {
                    return flags;
                }
            }
            at++;
        }
        return flags;
    }

    private void width(Flags flags) {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            var star = star();
            if (star == null) {
                text.append("%!(BADWIDTH)");
            } else {
                flags.width = Math.abs(star);
                flags.minus |= star < 0;
            }
            afterIndex = false;
            return;
        }
        int width = digits();
        if (width >= 0 && afterIndex) {
            goodIndex = false;
        }
        flags.width = width;
    }

    private void precision(Flags flags) {
        if (at >= format.length() || format.charAt(at) != '.') {
            return;
        }
        at++;
        if (afterIndex) {
            goodIndex = false;
        }
        index();
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            var star = star();
            if (star == null || star < 0) {
                text.append(star == null ? "%!(BADPREC)" : "");
            } else {
                flags.precision = star;
            }
            afterIndex = false;
        } else {
            flags.precision = Math.max(0, digits());
        }
    }

    /// The argument that a star takes; null when it is no small whole number.
    private @Nullable Integer star() {
        if (argument >= arguments.size()) {
            return null;
        }
        return arguments.get(argument++) instanceof Long number
                && Math.abs(number) <= MAX_WIDTH ? number.intValue() : null;
    }

    private int digits() {
        int start = at;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            at++;
        }
        if (start == at || at - start > 7) {
            return -1;
        }
        int number = Integer.parseInt(format.substring(start, at));
        return number > MAX_WIDTH ? -1 : number;
    }

    /// `[n]`: the number of the argument that comes next.
    private void index() {
        if (at >= format.length() || format.charAt(at) != '[') {
            return;
        }
        reordered = true;
        int close = format.indexOf(']', at);
        var number = close < 0 ? "" : format.substring(at + 1, close);
        boolean good = number.matches("\\d{1,6}")
                && Integer.parseInt(number) >= 1
                && Integer.parseInt(number) <= arguments.size();
        if (good) {
            argument = Integer.parseInt(number) - 1;
            afterIndex = true;
        } else {
            goodIndex = false;
        }
        at = close < 0 ? at + 1 : close + 1;
    }

    private static String argument(@Nullable Object value, int verb, Flags flags) {
        if (verb == 'T') {
            return padded(value == null ? "<nil>" : type(value), flags);
        }
        if (verb == 'v') {
            return value(value, flags);
        }
        return switch (value) {
            case null -> bad(null, verb, flags);
            case Boolean truth -> verb == 't' ? padded(truth.toString(), flags) : bad(value, verb, flags);
            case Long number -> integer(number, verb, flags);
            case Double number -> "eEfFgG".indexOf(verb) >= 0 ? number(number, (char) verb, flags)
                    : bad(value, verb, flags);
            case String string -> string(string, value, verb, flags);
            case TemplateValues.Html html -> string(html.text(), value, verb, flags);
            case Object other -> composite(other, verb, flags);
        };
    }

    /// Lists and maps apply the verb to their elements; whatever has a text of its own is a text to `s` and `q`.
    private static String composite(Object value, int verb, Flags flags) {
        if (value instanceof List<?> list) {
            return "[" + String.join(" ", list.stream().map(item -> argument(item, verb, flags)).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            var entries = new ArrayList<String>();
            new TreeMap<>(map).forEach((key, item) ->
                    entries.add(argument(key, verb, flags) + ":" + argument(item, verb, flags)));
            return "map[" + String.join(" ", entries) + "]";
        }
        boolean text = verb == 's' || verb == 'q' || verb == 'x' || verb == 'X';
        return text ? string(value.toString(), value, verb, flags) : bad(value, verb, flags);
    }

    private static String value(@Nullable Object value, Flags flags) {
        return switch (value) {
            case null -> padded("<nil>", flags);
            case Boolean truth -> padded(truth.toString(), flags);
            case Long number -> integer(number, 'd', flags);
            case Double number -> number(number, 'g', flags);
            case String string -> string(string, value, flags.sharp ? 'q' : 's', flags);
            case TemplateValues.Html html -> string(html.text(), value, flags.sharp ? 'q' : 's', flags);
            case List<?> _, Map<?, ?> _ -> composite(value, 'v', flags);
            case Object other -> padded(other.toString(), flags);
        };
    }

    public static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "<nil>";
            case Boolean _ -> "bool";
            case Long _ -> "int";
            case Double _ -> "float64";
            case String _ -> "string";
            case TemplateValues.Html _ -> "template.HTML";
            case Map<?, ?> _ -> "map[string]string";
            case List<?> _ -> "template.queryResult";
            case TemplateLibrary.Named named -> named.type();
            case TemplateValues.Time _ -> "*time.Time";
            case TemplateValues.Span _ -> "*time.Duration";
            case Object other -> other.getClass().getSimpleName();
        };
    }

    private static String bad(@Nullable Object value, int verb, Flags flags) {
        var text = new StringBuilder("%!").appendCodePoint(verb).append('(');
        return text.append(value == null ? "<nil>" : type(value) + "=" + value(value, flags)).append(')').toString();
    }

    private static String integer(Long number, int verb, Flags flags) {
        return switch (verb) {
            case 'd' -> signed(number, 10, "", flags);
            case 'b' -> signed(number, 2, "0b", flags);
            case 'o' -> signed(number, 8, "0", flags);
            case 'O' -> signed(number, 8, "0o", sharp(flags));
            case 'x' -> signed(number, 16, "0x", flags);
            case 'X' -> signed(number, 16, "0x", flags).toUpperCase(Locale.ROOT);
            case 'c' -> padded(Character.toString(point(number)), flags);
            case 'q' -> {
                var quoted = new StringBuilder("'");
                GoText.quotePoint(quoted, point(number), '\'', flags.plus);
                yield padded(quoted.append('\'').toString(), flags);
            }
            case 'U' -> padded(String.format(Locale.ROOT, "U+%04X", number), flags);
            case 'e', 'E', 'f', 'F', 'g', 'G', 's', 't' -> bad(number, verb, flags);
            default -> bad(number, verb, flags);
        };
    }

    private static int point(long number) {
        return number >= 0 && number <= Character.MAX_CODE_POINT ? (int) number : 0xfffd;
    }

    private static Flags sharp(Flags flags) {
        flags.sharp = true;
        return flags;
    }

    private static String signed(long number, int radix, String prefix, Flags flags) {
        var digits = Long.toUnsignedString(Math.abs(number), radix);
        var sign = number < 0 ? "-" : flags.plus ? "+" : flags.space ? " " : "";
        if (flags.precision >= 0) {
            digits = flags.precision == 0 && number == 0 ? ""
                    : "0".repeat(Math.max(0, flags.precision - digits.length())) + digits;
            if (digits.isEmpty()) {
                return padded("", noZero(flags));
            }
        } else if (flags.zero && !flags.minus && flags.width > 0) {
            digits = "0".repeat(Math.max(0, flags.width - sign.length() - digits.length())) + digits;
        }
        return padded(sign + (flags.sharp ? prefix : "") + digits, noZero(flags));
    }

    private static Flags noZero(Flags flags) {
        var without = new Flags();
        without.minus = flags.minus;
        without.width = flags.width;
        return without;
    }

    private static String number(double value, char verb, Flags flags) {
        int standard = verb == 'g' || verb == 'G' ? GoFloat.SHORTEST : 6;
        int precision = flags.precision >= 0 ? flags.precision : standard;
        var text = GoFloat.format(value, verb, precision);
        boolean signed = text.startsWith("-") || text.startsWith("+");
        var sign = signed ? text.substring(0, 1) : "+";
        var digits = signed ? text.substring(1) : text;
        if (flags.space && sign.equals("+") && !flags.plus) {
            sign = " ";
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            boolean bare = Double.isNaN(value) && !flags.space && !flags.plus;
            boolean plainPlus = sign.equals("+") && !flags.plus && Double.isNaN(value);
            return padded(bare || plainPlus ? digits : sign + digits, noZero(flags));
        }
        if (flags.sharp) {
            digits = sharpened(digits, verb, precision);
        }
        if (!flags.plus && sign.equals("+")) {
            return padded(digits, flags);
        }
        if (flags.zero && !flags.minus && flags.width > digits.length() + 1) {
            return sign + "0".repeat(flags.width - digits.length() - 1) + digits;
        }
        return padded(sign + digits, flags);
    }

    /// `#` keeps the decimal point, and with `g` the zeros that the precision asks for.
    private static String sharpened(String digits, char verb, int precision) {
        int exponentAt = digits.indexOf('e') >= 0 ? digits.indexOf('e') : digits.indexOf('E');
        var tail = exponentAt < 0 ? "" : digits.substring(exponentAt);
        var head = exponentAt < 0 ? digits : digits.substring(0, exponentAt);
        int missing = verb == 'g' || verb == 'G' ? (precision == GoFloat.SHORTEST ? 6 : precision) : 0;
        boolean nonZero = false;
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            nonZero |= c != '0' && c != '.';
            missing -= nonZero && c != '.' ? 1 : 0;
        }
        if (head.indexOf('.') < 0) {
            missing -= head.equals("0") ? 1 : 0;
            head += ".";
        }
        return head + "0".repeat(Math.max(0, missing)) + tail;
    }

    private static String string(String string, Object value, int verb, Flags flags) {
        var cut = string;
        if (flags.precision >= 0 && string.codePointCount(0, string.length()) > flags.precision) {
            cut = string.substring(0, string.offsetByCodePoints(0, flags.precision));
        }
        return switch (verb) {
            case 's' -> padded(cut, flags);
            case 'q' -> padded(
                    flags.sharp && !cut.contains("`") && cut.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)
                            ? "`" + cut + "`"
                            : GoText.quote(cut, flags.plus),
                    flags);
            case 'x' -> padded(hex(string, flags), flags);
            case 'X' -> padded(hex(string, flags).toUpperCase(Locale.ROOT), flags);
            default -> bad(value, verb, flags);
        };
    }

    private static String hex(String string, Flags flags) {
        var bytes = string.getBytes(StandardCharsets.UTF_8);
        int count = flags.precision >= 0 ? Math.min(flags.precision, bytes.length) : bytes.length;
        var hex = new StringBuilder();
        for (int i = 0; i < count; i++) {
            boolean first = i == 0;
            hex.append(!first && flags.space ? " " : "")
                    .append(flags.sharp && (first || flags.space) ? "0x" : "")
                    .append(String.format(Locale.ROOT, "%02x", bytes[i]));
        }
        return hex.toString();
    }

    private static String padded(String text, Flags flags) {
        int missing = flags.width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        if (flags.minus) {
            return text + " ".repeat(missing);
        }
        return (flags.zero ? "0" : " ").repeat(missing) + text;
    }
}

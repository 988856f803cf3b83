package dev.headroom.promql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/// Reads and writes PromQL's literals: numbers, durations and strings, in the forms of the Go language.
final class Literals {

    private static final long MILLIS_PER_SECOND = 1000;
    private static final BigInteger LARGEST_NANOS = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger NANOS_PER_MILLI = BigInteger.valueOf(1_000_000);

    /// The units of a duration from the largest to the smallest, the order in which they must come.
    private static final List<Unit> UNITS = List.of(
            new Unit("y", 365L * 24 * 60 * 60 * MILLIS_PER_SECOND, true),
            new Unit("w", 7L * 24 * 60 * 60 * MILLIS_PER_SECOND, true),
            new Unit("d", 24L * 60 * 60 * MILLIS_PER_SECOND, false),
            new Unit("h", 60L * 60 * MILLIS_PER_SECOND, false),
            new Unit("m", 60L * MILLIS_PER_SECOND, false),
            new Unit("s", MILLIS_PER_SECOND, false),
            new Unit("ms", 1, false));

    private Literals() {}

    /// @param onlyExact whether a duration is written with it only when nothing smaller remains
    private record Unit(String name, long millis, boolean onlyExact) {}

    /// A number or duration that cannot be read; the message is Prometheus' wording without position.
    static final class LiteralException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LiteralException(String message) {
            super(message);
        }
    }

    /// A number as `strconv.ParseInt` with base 0, else `strconv.ParseFloat` reads it: `017` is 15 and `08` is 8.
    ///
    /// @throws LiteralException when it is none
    static double number(String text) {
        var word = text.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> finite(text, word.replace("_", ""));
        };
    }

    private static double finite(String text, String digits) {
        try {
            if (digits.startsWith("0x")) {
                return Long.parseLong(digits.substring(2), 16);
            }
            if (digits.length() > 1 && digits.startsWith("0") && digits.chars().allMatch(c -> c >= '0' && c <= '7')) {
                return Long.parseLong(digits, 8);
            }
            double value = Double.parseDouble(digits);
            if (Double.isInfinite(value)) {
                throw new LiteralException(unreadable(text, "value out of range"));
            }
            return value;
        } catch (NumberFormatException _) {
            throw new LiteralException(unreadable(text, "invalid syntax"));
        }
    }

    private static String unreadable(String text, String why) {
        return "error parsing number: strconv.ParseFloat: parsing " + quoted(text) + ": " + why;
    }

    /// The milliseconds of a duration such as `1h30m`.
    ///
    /// @throws LiteralException when it is none, or longer than about 292 years
    static long durationMillis(String text) {
        var total = BigInteger.ZERO;
        int at = 0;
        int last = -1;
        while (at < text.length()) {
            int unitAt = skip(text, at, true);
            int next = skip(text, unitAt, false);
            if (unitAt == at || next == unitAt || unitAt - at > 20) {
                throw new LiteralException("not a valid duration string: " + quoted(text));
            }
            var amount = new BigInteger(text.substring(at, unitAt));
            int unit = unitNamed(text.substring(unitAt, next), text);
            if (unit <= last || amount.bitLength() > Long.SIZE) {
                throw new LiteralException("not a valid duration string: " + quoted(text));
            }
            last = unit;
            total = total.add(amount.multiply(BigInteger.valueOf(UNITS.get(unit).millis())));
            if (total.multiply(NANOS_PER_MILLI).compareTo(LARGEST_NANOS) > 0) {
                throw new LiteralException("duration out of range");
            }
            at = next;
        }
        return total.longValueExact();
    }

    private static int skip(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9') == digits) {
            at++;
        }
        return at;
    }

    private static int unitNamed(String name, String text) {
        for (int i = 0; i < UNITS.size(); i++) {
            if (UNITS.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new LiteralException("unknown unit " + quoted(name) + " in duration " + quoted(text));
    }

    /// A duration as Prometheus writes it: `1h30m`, with years and weeks only when nothing else remains.
    static String duration(long millis) {
        if (millis == 0) {
            return "0s";
        }
        var text = new StringBuilder(millis < 0 ? "-" : "");
        long rest = Math.abs(millis);
        for (var unit : UNITS) {
            if (rest >= unit.millis() && (!unit.onlyExact() || rest % unit.millis() == 0)) {
                text.append(rest / unit.millis()).append(unit.name());
                rest %= unit.millis();
            }
        }
        return text.toString();
    }

    /// A number in the fewest digits that read back as the same number, never with an exponent.
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /// The value of a string literal with its quotes; the lexer has checked its escapes.
    static String unquoted(String literal) {
        var body = literal.substring(1, literal.length() - 1);
        if (literal.charAt(0) == '`') {
            return body.replace("\r", "");
        }
        return body.indexOf('\\') < 0 ? body : Escapes.resolve(body);
    }

    /// A string as Go's `%q` writes it.
    static String quoted(String text) {
        return Escapes.quote(text);
    }
}

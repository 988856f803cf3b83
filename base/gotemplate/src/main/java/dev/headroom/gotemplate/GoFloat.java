package dev.headroom.gotemplate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Floats as Go's `strconv.FormatFloat` writes them.
public final class GoFloat {

    /// As many digits as tell the number from its neighbours.
    static final int SHORTEST = -1;

    private GoFloat() {}

    /// What `%v` prints.
    public static String plain(double value) {
        return format(value, 'g', SHORTEST);
    }

    /// @param verb one of `e`, `E`, `f`, `g`, `G`
    public static String format(double value, char verb, int precision) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        var digits = digits(Math.abs(value), verb, precision);
        var text = switch (verb) {
            case 'e', 'E' -> exponent(digits, precision == SHORTEST ? digits.text.length() - 1 : precision, verb);
            case 'f', 'F' -> fixed(digits, precision == SHORTEST ? Math.max(0, digits.text.length() - digits.point)
                    : precision);
            default -> general(digits, precision, verb);
        };
        return negative ? "-" + text : text;
    }

    /// Decimal digits without leading or trailing zeros; the point stands before digit number `point`. Zero has none.
    private record Digits(String text, int point) {}

    private static Digits digits(double value, char verb, int precision) {
        if (value == 0) {
            return new Digits("", 0);
        }
        if (precision == SHORTEST) {
            return shortest(value);
        }
        var exact = new BigDecimal(value);
        var rounded = switch (verb) {
            case 'e', 'E' -> exact.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
            case 'f', 'F' -> exact.setScale(precision, RoundingMode.HALF_EVEN);
            default -> exact.round(new MathContext(Math.max(1, precision), RoundingMode.HALF_EVEN));
        };
        return digits(rounded);
    }

    private static Digits digits(BigDecimal number) {
        if (number.signum() == 0) {
            return new Digits("", 0);
        }
        var stripped = number.stripTrailingZeros();
        var text = stripped.unscaledValue().toString();
        return new Digits(text, text.length() - stripped.scale());
    }

    /// Java's shortest digits are Go's, but that Java never gives less than two.
    private static Digits shortest(double value) {
        var two = new BigDecimal(Double.toString(value));
        if (two.stripTrailingZeros().precision() == 2) {
            var one = new BigDecimal(value).round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == value) {
                return digits(one);
            }
        }
        return digits(two);
    }

    private static String exponent(Digits digits, int decimals, char verb) {
        var text = new StringBuilder();
        text.append(digits.text.isEmpty() ? '0' : digits.text.charAt(0));
        if (decimals > 0) {
            text.append('.');
            for (int i = 1; i <= decimals; i++) {
                text.append(i < digits.text.length() ? digits.text.charAt(i) : '0');
            }
        }
        int exponent = digits.text.isEmpty() ? 0 : digits.point - 1;
        text.append(verb).append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return text.append(size < 10 ? "0" : "").append(size).toString();
    }

    private static String fixed(Digits digits, int decimals) {
        var text = new StringBuilder();
        for (int i = 0; i < Math.max(digits.point, 1); i++) {
            text.append(digits.point > 0 && i < digits.text.length() ? digits.text.charAt(i) : '0');
        }
        if (decimals > 0) {
            text.append('.');
            for (int i = digits.point; i < digits.point + decimals; i++) {
                text.append(i >= 0 && i < digits.text.length() ? digits.text.charAt(i) : '0');
            }
        }
        return text.toString();
    }

    /// `%e` for exponents below -4, and from the precision on; the shortest form counts as six digits there.
    private static String general(Digits digits, int precision, char verb) {
        int count = digits.text.length();
        int limit = precision == SHORTEST ? 6 : Math.max(1, precision);
        if (precision != SHORTEST && limit > count && count >= digits.point) {
            limit = count;
        }
        int exponent = digits.point - 1;
        if (exponent < -4 || exponent >= limit) {
            return exponent(digits, Math.max(0, count - 1), verb == 'G' ? 'E' : 'e');
        }
        return fixed(digits, Math.max(0, count - digits.point));
    }
}

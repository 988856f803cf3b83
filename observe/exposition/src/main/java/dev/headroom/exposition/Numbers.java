package dev.headroom.exposition;

import dev.headroom.model.Samples;
import java.nio.charset.StandardCharsets;

/// Numbers as Go's `strconv` reads and prints them: correctly rounded, `NaN` and `Inf` in any case, an overflow is an
/// error. Hexadecimal floats and underscores are refused, as Prometheus does for pages.
public final class Numbers {

    /// Up to here an integer, and a power of ten, is exact in a double: one multiplication or division rounds
    /// correctly.
    private static final long EXACT_INTEGER = 1L << 53;
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private Numbers() {}

    /// @throws NumberFormatException with Go's words when the bytes are no number
    static double parse(byte[] bytes, int from, int to) {
        int at = from;
        boolean negative = false;
        if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
            negative = bytes[at] == '-';
            at++;
        }
        long digits = 0;
        int first = at;
        int point = -1;
        while (at < to) {
            int c = bytes[at];
            if (c >= '0' && c <= '9' && digits < EXACT_INTEGER / 10 - 1) {
                digits = digits * 10 + (c - '0');
            } else if (c == '.' && point < 0) {
                point = at;
            } else {
                return parseAny(bytes, from, to);
            }
            at++;
        }
        int scale = point < 0 ? 0 : to - point - 1;
        if (to - first - (point < 0 ? 0 : 1) == 0 || scale >= EXACT_POWERS.length) {
            return parseAny(bytes, from, to);
        }
        double value = digits / EXACT_POWERS[scale];
        return negative ? -value : value;
    }

    private static double parseAny(byte[] bytes, int from, int to) {
        var text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.length(); i++) {
            if ("pP_".indexOf(text.charAt(i)) >= 0) {
                throw new NumberFormatException("unsupported character in float");
            }
        }
        return parse(text);
    }

    /// A decimal number, `NaN` or `Inf`, in any case.
    ///
    /// @throws NumberFormatException with Go's words when the text is no number
    public static double parse(String text) {
        boolean signed = !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-');
        boolean negative = signed && text.charAt(0) == '-';
        var unsigned = signed ? text.substring(1) : text;
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!signed && unsigned.equalsIgnoreCase("nan")) {
            return Double.longBitsToDouble(Samples.NAN_BITS);
        }
        if (!isDecimal(unsigned)) {
            throw new NumberFormatException("strconv.ParseFloat: parsing " + Quoted.of(text) + ": invalid syntax");
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new NumberFormatException("strconv.ParseFloat: parsing " + Quoted.of(text) + ": value out of range");
        }
        return value;
    }

    private static boolean isDecimal(String text) {
        int at = digitsFrom(text, 0);
        int digits = at;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digitsFrom(text, at + 1);
            digits += fraction - at - 1;
            at = fraction;
        }
        if (digits == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            at = digitsFrom(text, exponent);
            if (at == exponent) {
                return false;
            }
        }
        return at == text.length();
    }

    private static int digitsFrom(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /// Go's shortest `%g`: an exponent below 1e-4 and from 1e6 on (`1.5`, `1e-05`, `1e+06`, `+Inf`, `NaN`).
    public static String printGeneral(double value) {
        return print(value, -4, 6);
    }

    /// Plain digits over a wide range, as in the numbers of Prometheus' HTTP API: an exponent below 1e-6 and from 1e21
    /// on.
    public static String printPlain(double value) {
        return value == Math.rint(value) && Math.abs(value) < EXACT_INTEGER && value != 0
                ? Long.toString((long) value)
                : print(value, -6, 21);
    }

    /// The canonical number of OpenMetrics for `le` and `quantile`: as [#printGeneral(double)], but never without a
    /// fraction or an exponent (`1.0`).
    public static String printCanonical(double value) {
        if (value == 0) {
            return "0.0";
        }
        var text = printGeneral(value);
        return Double.isFinite(value) && text.indexOf('.') < 0 && text.indexOf('e') < 0 ? text + ".0" : text;
    }

    private static String print(double value, int smallestPlain, int longestPlain) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return Double.compare(value, 0.0) < 0 ? "-0" : "0";
        }
        return layOut(value, smallestPlain, longestPlain);
    }

    /// Java's shortest digits (the same as Go's since JDK 19), in Go's layout.
    private static String layOut(double value, int smallestPlain, int longestPlain) {
        var java = Double.toString(Math.abs(value));
        int e = java.indexOf('E');
        int exponent = e < 0 ? 0 : Integer.parseInt(java.substring(e + 1));
        var mantissa = e < 0 ? java : java.substring(0, e);
        int dot = mantissa.indexOf('.');
        var digits = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
        int pointAt = dot + exponent;
        int leading = 0;
        while (leading < digits.length() - 1 && digits.charAt(leading) == '0') {
            leading++;
        }
        int end = digits.length();
        while (end > leading + 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        digits = digits.substring(leading, end);
        pointAt -= leading;
        var text = new StringBuilder(value < 0 ? "-" : "");
        int power = pointAt - 1;
        if (power < smallestPlain || power >= longestPlain) {
            text.append(digits.charAt(0));
            if (digits.length() > 1) {
                text.append('.').append(digits, 1, digits.length());
            }
            text.append('e').append(power < 0 ? '-' : '+');
            return text.append(Math.abs(power) < 10 ? "0" : "").append(Math.abs(power)).toString();
        }
        if (pointAt <= 0) {
            return text.append("0.").append("0".repeat(-pointAt)).append(digits).toString();
        }
        if (pointAt >= digits.length()) {
            return text.append(digits).append("0".repeat(pointAt - digits.length())).toString();
        }
        return text.append(digits, 0, pointAt).append('.').append(digits, pointAt, digits.length()).toString();
    }
}

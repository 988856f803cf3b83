package dev.headroom.manifests;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A scalar as YAML 1.1 types it, in the dialect of the library that reads Prometheus' configuration (go-yaml 2).
///
/// There a plain `yes` or `on` is a truth value and `'true'` is not, `010` is eight, `1_000` a thousand and `1e3` a
/// number that fits where a whole one is wanted. Fields of Kubernetes objects follow other rules: see [Field].
public sealed interface TypedScalar {

    record Truth(boolean value) implements TypedScalar {}

    record Whole(BigInteger value) implements TypedScalar {}

    record Fraction(double value) implements TypedScalar {}

    record Text(String value) implements TypedScalar {}

    Set<String> TRUE = Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    Set<String> FALSE = Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
    Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    Pattern WHOLE = Pattern.compile("([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)");
    int WORD_BITS = 64;

    static TypedScalar of(Field.Scalar scalar) {
        return scalar.quoted() ? new Text(scalar.text()) : plain(scalar.text());
    }

    private static TypedScalar plain(String text) {
        if (TRUE.contains(text)) {
            return new Truth(true);
        }
        if (FALSE.contains(text)) {
            return new Truth(false);
        }
        if (INFINITE.matcher(text).matches()) {
            return new Fraction(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (text.equals(".nan") || text.equals(".NaN") || text.equals(".NAN")) {
            return new Fraction(Double.NaN);
        }
        boolean number = !text.isEmpty() && "+-.0123456789".indexOf(text.charAt(0)) >= 0;
        return number ? number(text.replace("_", "")).orElse(new Text(text)) : new Text(text);
    }

    private static Optional<TypedScalar> number(String text) {
        var whole = WHOLE.matcher(text);
        if (whole.matches()) {
            var value = magnitude(whole.group(2));
            var signed = whole.group(1).equals("-") ? value.negate() : value;
            boolean fits = signed.signum() < 0 ? signed.bitLength() < WORD_BITS : signed.bitLength() <= WORD_BITS;
            if (fits) {
                return Optional.of(new Whole(signed));
            }
        }
        return FLOAT.matcher(text).matches() ? Optional.of(new Fraction(Double.parseDouble(text))) : Optional.empty();
    }

    private static BigInteger magnitude(String digits) {
        if (digits.length() == 1 || digits.charAt(0) != '0') {
            return new BigInteger(digits);
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> new BigInteger(digits.substring(2), 16);
            case 'b', 'B' -> new BigInteger(digits.substring(2), 2);
            case 'o', 'O' -> new BigInteger(digits.substring(2), 8);
            default -> new BigInteger(digits, 8);
        };
    }

    /// The truth value of a field; `fallback` when the key is not there.
    ///
    /// @throws ManifestException when it is anything else, quoted text included
    static boolean truth(Field field, boolean fallback) {
        if (field.isMissing()) {
            return fallback;
        }
        if (field instanceof Field.Scalar scalar && of(scalar) instanceof Truth(boolean value)) {
            return value;
        }
        throw field.wrong("true or false", described(field));
    }

    /// The unsigned 64-bit number of a field, as the bits of a `long`; `fallback` when the key is not there.
    ///
    /// A fraction is cut, and one that is too large by itself is what a 64-bit processor makes of it.
    static long unsigned(Field field, long fallback) {
        if (field.isMissing()) {
            return fallback;
        }
        if (field instanceof Field.Scalar scalar) {
            var value = of(scalar);
            if (value instanceof Whole(BigInteger whole) && whole.signum() >= 0) {
                return whole.longValue();
            }
            if (value instanceof Fraction(double fraction) && fraction <= 0x1p64) {
                return fraction < 0x1p63 ? (long) fraction : (long) (fraction - 0x1p63) + Long.MIN_VALUE;
            }
        }
        throw field.wrong("a whole number from 0 to 2^64 - 1", described(field));
    }

    /// The whole number of a field; `fallback` when the key is not there.
    static long whole(Field field, long fallback) {
        if (field.isMissing()) {
            return fallback;
        }
        if (field instanceof Field.Scalar scalar) {
            var value = of(scalar);
            if (value instanceof Whole(BigInteger whole) && whole.bitLength() < WORD_BITS) {
                return whole.longValue();
            }
            if (value instanceof Fraction(double fraction) && Math.abs(fraction) <= 0x1p63) {
                return (long) fraction;
            }
        }
        throw field.wrong("a whole number", described(field));
    }

    /// The number of a field, whole or not; `fallback` when the key is not there.
    static double number(Field field, double fallback) {
        if (field.isMissing()) {
            return fallback;
        }
        if (field instanceof Field.Scalar scalar) {
            var value = of(scalar);
            if (value instanceof Whole(BigInteger whole)) {
                return whole.doubleValue();
            }
            if (value instanceof Fraction(double fraction)) {
                return fraction;
            }
        }
        throw field.wrong("a number", described(field));
    }

    private static String described(Field field) {
        return switch (field) {
            case Field.Scalar scalar -> (scalar.quoted() ? "the text \"" : "\"") + scalar.text() + '"';
            case Field.Sequence _ -> "a list";
            case Field.Mapping _ -> "a mapping";
            case Field.Missing _ -> "nothing";
        };
    }
}

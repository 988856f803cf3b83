package dev.headroom.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/// Reads the text of a [Quantity]: sign, digits, and a suffix that gives format and exponent.
final class QuantityParser {

    /// The largest exponent that is taken (`1e100000`): numbers are exact, and longer ones would take seconds to add.
    static final int MAX_EXPONENT = 100_000;

    static final String FORMAT_WRONG = "quantities must match the regular expression "
            + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private static final String SUFFIX_WRONG = "unable to parse quantity's suffix";
    private static final String SUFFIX_LETTERS = "eEinumkKMGTP";

    /// Digits that surely fit 64 bits.
    private static final int SMALL_DIGITS = 18;

    private static final int NANO = -9;
    private static final BigDecimal MAX_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);

    private QuantityParser() {}

    /// What the suffix says: the unit is `base` to the power of `exponent`.
    private record Unit(int base, int exponent, Quantity.Format format) {}

    private record Parts(boolean negative, String whole, String fraction, Unit unit) {}

    static Quantity parse(String text) {
        if (text.isEmpty()) {
            throw new QuantityException(FORMAT_WRONG);
        }
        if (text.equals("0")) {
            return new Quantity(new Amount.Small(0, 0), Quantity.Format.DECIMAL_SI, text);
        }
        var parts = split(text);
        return small(parts, text).orElseGet(() -> big(parts));
    }

    private static Parts split(String text) {
        int at = 0;
        boolean negative = text.charAt(0) == '-';
        if (negative || text.charAt(0) == '+') {
            at++;
        }
        int end = digits(text, at);
        int first = at;
        while (first < end && text.charAt(first) == '0') {
            first++;
        }
        var whole = first == end ? "0" : text.substring(first, end);
        var fraction = "";
        if (end < text.length() && text.charAt(end) == '.') {
            int start = end + 1;
            end = digits(text, start);
            fraction = text.substring(start, end);
        }
        int suffix = end;
        while (end < text.length() && SUFFIX_LETTERS.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        if (end < text.length() && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
            end++;
        }
        end = digits(text, end);
        if (end < text.length()) {
            throw new QuantityException(FORMAT_WRONG);
        }
        return new Parts(negative, whole, fraction, unit(text.substring(suffix)));
    }

    private static int digits(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static Unit unit(String suffix) {
        int binary = QuantityPrinter.BINARY.indexOf(suffix);
        if (binary > 0) {
            return new Unit(2, 10 * binary, Quantity.Format.BINARY_SI);
        }
        int decimal = QuantityPrinter.DECIMAL.indexOf(suffix);
        if (decimal >= 0) {
            return new Unit(10, 3 * decimal + NANO, Quantity.Format.DECIMAL_SI);
        }
        if (suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
            return new Unit(10, exponent(suffix.substring(1)), Quantity.Format.DECIMAL_EXPONENT);
        }
        throw new QuantityException(SUFFIX_WRONG);
    }

    /// Read as 64 bits and cut to 32, as upstream.
    private static int exponent(String digits) {
        int exponent;
        try {
            exponent = (int) Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw new QuantityException(SUFFIX_WRONG);
        }
        if (exponent > MAX_EXPONENT || exponent < -MAX_EXPONENT) {
            throw new QuantityException("expected an exponent within " + MAX_EXPONENT
                    + " of zero (quantity exponent), got " + exponent);
        }
        return exponent;
    }

    /* Notes: the small form is taken for up to about 18 digits and no more than nine decimals. A text is kept when it
    looks canonical by a cheap test of its digits; the test is upstream's and lets `1.500` pass but not `1.50`. */
    private static Optional<Quantity> small(Parts parts, String text) {
        var unit = parts.unit();
        boolean binary = unit.format() == Quantity.Format.BINARY_SI;
        int room = binary
                ? parts.fraction().isEmpty() ? 14 - parts.whole().length() - unit.exponent() * 3 / 10 : -1
                : SMALL_DIGITS - parts.whole().length() - parts.fraction().length();
        int scale = (binary ? 0 : unit.exponent()) - parts.fraction().length();
        if (room < 0 || scale < NANO) {
            return Optional.empty();
        }
        var digits = parts.whole() + parts.fraction();
        long written = Long.parseLong(digits);
        long value = (parts.negative() ? -written : written) * (binary ? 1L << unit.exponent() : 1L);
        boolean canonical = binary
                ? (written & 7) != 0
                : scale % 3 == 0 && !digits.endsWith("000") && digits.charAt(0) != '0';
        return Optional.of(new Quantity(new Amount.Small(value, scale), unit.format(), canonical ? text : null));
    }

    private static Quantity big(Parts parts) {
        var unit = parts.unit();
        var format = unit.format();
        var value = new BigDecimal(new BigInteger(parts.whole() + parts.fraction()), parts.fraction().length());
        value = unit.base() == 10
                ? value.scaleByPowerOfTen(unit.exponent())
                : value.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(unit.exponent())));
        value = value.setScale(-NANO, RoundingMode.UP);
        if (format == Quantity.Format.BINARY_SI && value.compareTo(MAX_BINARY) > 0) {
            value = MAX_BINARY;
        }
        if (format == Quantity.Format.BINARY_SI && value.compareTo(BigDecimal.ONE) < 0 && value.signum() > 0) {
            format = Quantity.Format.DECIMAL_SI;
        }
        return new Quantity(new Amount.Big(parts.negative() ? value.negate() : value), format, null);
    }
}

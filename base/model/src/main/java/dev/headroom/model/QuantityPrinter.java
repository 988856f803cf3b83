package dev.headroom.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/// Prints a quantity in its canonical form: the largest suffix that leaves a whole number.
final class QuantityPrinter {

    /// Suffixes of ten to the power of -9, -6, ... 18.
    static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");

    /// Suffixes of 1024 to the power of 0, 1, ... 6.
    static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final BigDecimal KIBI_DECIMAL = new BigDecimal(KIBI);

    private QuantityPrinter() {}

    static String print(Amount amount, Quantity.Format format) {
        if (amount.sign() == 0) {
            return "0";
        }
        return switch (format) {
            case DECIMAL_SI -> decimal(amount.exact(), false);
            case NONE, DECIMAL_EXPONENT -> decimal(amount.exact(), true);
            case BINARY_SI -> binary(amount.exact());
        };
    }

    private static String binary(BigDecimal value) {
        var stripped = value.stripTrailingZeros();
        if (value.abs().compareTo(KIBI_DECIMAL) < 0 || stripped.scale() > 0) {
            return decimal(value, false);
        }
        var number = stripped.toBigInteger();
        int power = 0;
        for (var parts = number.divideAndRemainder(KIBI);
                parts[1].signum() == 0;
                parts = number.divideAndRemainder(KIBI)) {
            number = parts[0];
            power++;
        }
        return number + (power < BINARY.size() ? BINARY.get(power) : "");
    }

    /// Beyond exa there is no suffix, and upstream prints none: `1000E` is `1`.
    private static String decimal(BigDecimal value, boolean exponential) {
        var stripped = value.stripTrailingZeros();
        int exponent = -stripped.scale();
        int rounded = Math.floorDiv(exponent, 3) * 3;
        var number = stripped.unscaledValue().multiply(BigInteger.TEN.pow(exponent - rounded));
        if (exponential) {
            return number + (rounded == 0 ? "" : "e" + rounded);
        }
        int index = rounded / 3 + 3;
        return number + (index >= 0 && index < DECIMAL.size() ? DECIMAL.get(index) : "");
    }
}

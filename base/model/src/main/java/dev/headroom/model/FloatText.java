package dev.headroom.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as the verb `%g` of Go's package `fmt` writes them, which is how Prometheus words numbers in messages and
/// in the text of a histogram.
public final class FloatText {

    /// From this power of ten on, and below the fourth negative one, there is an exponent.
    private static final int EXPONENT_FROM = 6;

    private FloatText() {}

    /// The fewest digits that read back as the same number: `0.5`, `1e+06`, `NaN`, `+Inf`.
    public static String general(double value) {
        return Double.isNaN(value) || Double.isInfinite(value) || value == 0
                ? special(value)
                : written(new BigDecimal(Double.toString(value)), EXPONENT_FROM);
    }

    /// As many significant digits as given, zeros at the end left out.
    public static String general(double value, int digits) {
        return Double.isNaN(value) || Double.isInfinite(value) || value == 0
                ? special(value)
                : written(new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)), digits);
    }

    private static String special(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    private static String written(BigDecimal value, int exponentFrom) {
        var plain = value.stripTrailingZeros();
        var digits = plain.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - plain.scale();
        if (exponent >= -4 && exponent < exponentFrom) {
            return plain.toPlainString();
        }
        var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        var power = Math.abs(exponent);
        return (plain.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + (power < 10 ? "0" : "") + power;
    }
}

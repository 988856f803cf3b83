package dev.headroom.model;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A number as Kubernetes writes amounts: `100m`, `1.5`, `512Mi`, `1e3`.
///
/// The value is exact down to 1n; what is finer is rounded away from zero. A text that already looks canonical is kept
/// and printed as it was written (`1.500`), arithmetic drops it. Two quantities are equal when their values are,
/// whatever their format. Semantics: `k8s.io/apimachinery`, package `resource`; held against recorded answers of it.
public final class Quantity implements Comparable<Quantity> {

    /// How a quantity prints.
    public enum Format {
        /// No format of its own: the zero of a JSON `null`; prints like [#DECIMAL_EXPONENT].
        NONE(""),
        /// `1.5e3`, `12e6`.
        DECIMAL_EXPONENT("DecimalExponent"),
        /// `512Mi`.
        BINARY_SI("BinarySI"),
        /// `1500m`, `12k`.
        DECIMAL_SI("DecimalSI");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        /// The word of the API docs.
        public String word() {
            return word;
        }
    }

    public static final Quantity ZERO = of(0, Format.DECIMAL_SI);

    private final Amount amount;
    private final Format format;
    private final @Nullable String text;

    Quantity(Amount amount, Format format, @Nullable String text) {
        this.amount = amount;
        this.format = format;
        this.text = text;
    }

    /// @throws QuantityException when `text` is no quantity
    public static Quantity parse(String text) {
        return QuantityParser.parse(text);
    }

    /// The quantity of a text, empty when it is none.
    public static Optional<Quantity> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (QuantityException _) {
            return Optional.empty();
        }
    }

    /// A whole number.
    public static Quantity of(long value, Format format) {
        return new Quantity(new Amount.Small(value, 0), format, null);
    }

    /// `milli` thousandths.
    public static Quantity ofMilli(long milli, Format format) {
        return new Quantity(new Amount.Small(milli, -3), format, null);
    }

    /// `value` times ten to the power of `scale`.
    public static Quantity ofScaled(long value, int scale) {
        return new Quantity(new Amount.Small(value, scale), Format.DECIMAL_SI, null);
    }

    public Format format() {
        return format;
    }

    public int sign() {
        return amount.sign();
    }

    public boolean isZero() {
        return amount.sign() == 0;
    }

    /// The value as a whole number, rounded away from zero; see [#scaledValue].
    public long value() {
        return scaledValue(0);
    }

    /// The value in thousandths, rounded away from zero; see [#scaledValue].
    public long milliValue() {
        return scaledValue(-3);
    }

    /// The value in units of ten to the power of `scale`, rounded away from zero. Beyond 64 bits it is 0 for short
    /// numbers and the low 64 bits for long ones, as upstream; nothing guards against it there either.
    public long scaledValue(int scale) {
        return amount.scaled(scale);
    }

    /// The value where it is whole and stored so.
    public OptionalLong asLong() {
        return amount.asLong();
    }

    /// Mantissa times a power of ten in one multiplication of doubles: `9m` is 0.009000000000000001.
    public double approximateDouble() {
        return amount.approximateDouble();
    }

    /// The exact value.
    public BigDecimal exact() {
        return amount.exact();
    }

    /// The sum, in the format of this quantity, or of the other one when this is zero.
    public Quantity add(Quantity other) {
        return new Quantity(amount.plus(other.amount), isZero() ? other.format : format, null);
    }

    /// The difference, in the format of this quantity, or of the other one when this is zero.
    public Quantity subtract(Quantity other) {
        return new Quantity(amount.minus(other.amount), isZero() ? other.format : format, null);
    }

    public Quantity negate() {
        return new Quantity(amount.negated(), format, null);
    }

    public Quantity multiply(long factor) {
        return new Quantity(amount.times(factor), format, null);
    }

    /// Rounded away from zero to a multiple of ten to the power of `scale`; itself when it is one already.
    public Quantity roundUp(int scale) {
        if (amount instanceof Amount.Small small && small.scale() >= scale) {
            return this;
        }
        return new Quantity(amount.roundedUp(scale), format, null);
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && compareTo(quantity) == 0;
    }

    @Override
    public int hashCode() {
        return isZero() ? 0 : amount.exact().stripTrailingZeros().hashCode();
    }

    /// The text as `kubectl` prints it.
    @Override
    public String toString() {
        return text == null ? canonical() : text;
    }

    /// The text computed afresh, whatever was written.
    public String canonical() {
        return QuantityPrinter.print(amount, format);
    }
}

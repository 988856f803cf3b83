package dev.headroom.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.OptionalLong;

/// The number inside a [Quantity], in one of two forms that round and overflow differently.
sealed interface Amount extends Comparable<Amount> {

    int sign();

    /// In units of ten to the power of `scale`.
    long scaled(int scale);

    OptionalLong asLong();

    double approximateDouble();

    BigDecimal exact();

    Amount plus(Amount other);

    Amount minus(Amount other);

    Amount negated();

    Amount times(long factor);

    Amount roundedUp(int scale);

    @Override
    default int compareTo(Amount other) {
        return exact().compareTo(other.exact());
    }

    /// `value` times ten to the power of `scale`; what most quantities are.
    record Small(long value, int scale) implements Amount {

        @Override
        public int sign() {
            return Long.signum(value);
        }

        /* Notes: beyond 64 bits upstream answers 0, except for the powers that it multiplies in one step, where the low
        64 bits of the product come out. */
        @Override
        public long scaled(int wanted) {
            if (scale < wanted) {
                return dividedUp(value, wanted - scale);
            }
            return switch (scale - wanted) {
                case 0 -> value;
                case 1 -> value * 10;
                case 2 -> value * 100;
                case 3 -> value * 1_000;
                case 6 -> value * 1_000_000;
                case 9 -> value * 1_000_000_000;
                default -> shifted(value, scale - wanted).orElse(0);
            };
        }

        @Override
        public OptionalLong asLong() {
            return scale < 0 ? OptionalLong.empty() : shifted(value, scale);
        }

        @Override
        public double approximateDouble() {
            return scaledDouble((double) value, scale);
        }

        @Override
        public BigDecimal exact() {
            return BigDecimal.valueOf(value, -scale);
        }

        @Override
        public Amount plus(Amount other) {
            if (other instanceof Small small) {
                if (small.value == 0) {
                    return this;
                }
                if (value == 0) {
                    return small;
                }
                int common = Math.min(scale, small.scale);
                var left = shifted(value, scale - common);
                var right = shifted(small.value, small.scale - common);
                if (left.isPresent() && right.isPresent()) {
                    long sum = left.getAsLong() + right.getAsLong();
                    boolean overflow = ((left.getAsLong() ^ sum) & (right.getAsLong() ^ sum)) < 0;
                    if (!overflow) {
                        return new Small(sum, common);
                    }
                }
            }
            return new Big(exact().add(other.exact()));
        }

        @Override
        public Amount minus(Amount other) {
            return other instanceof Small small
                    ? plus(new Small(-small.value, small.scale))
                    : new Big(exact().subtract(other.exact()));
        }

        @Override
        public Amount negated() {
            return new Small(-value, scale);
        }

        @Override
        public Amount times(long factor) {
            if (value == 0) {
                return this;
            }
            if (factor == 0) {
                return new Small(0, 0);
            }
            var whole = scale > 0 ? shifted(value, scale) : OptionalLong.of(value);
            if (whole.isPresent()) {
                var product = product(whole.getAsLong(), factor);
                if (product.isPresent() && isWhole(product.getAsLong(), -scale)) {
                    return new Small(product.getAsLong(), Math.min(scale, 0));
                }
            }
            return new Big(exact().multiply(BigDecimal.valueOf(factor)));
        }

        @Override
        public Amount roundedUp(int wanted) {
            return scale >= wanted ? this : new Small(dividedUp(value, wanted - scale), wanted);
        }

        /// `value` divided by a power of ten, rounded away from zero.
        private static long dividedUp(long value, int power) {
            long quotient = value;
            boolean fraction = false;
            for (int i = 0; i < power && quotient != 0; i++) {
                fraction |= quotient % 10 != 0;
                quotient /= 10;
            }
            return fraction ? quotient + Long.signum(value) : quotient;
        }

        /// Whether `value` divided by a power of ten leaves nothing.
        private static boolean isWhole(long value, int power) {
            long quotient = value;
            for (int i = 0; i < power; i++) {
                if (quotient % 10 != 0) {
                    return false;
                }
                quotient /= 10;
            }
            return true;
        }

        /// `value` times a power of ten, empty beyond 64 bits.
        private static OptionalLong shifted(long value, int power) {
            if (value == 0) {
                return OptionalLong.of(0);
            }
            long product = value;
            for (int i = 0; i < power; i++) {
                var next = product(product, 10);
                if (next.isEmpty()) {
                    return next;
                }
                product = next.getAsLong();
            }
            return OptionalLong.of(product);
        }

        private static OptionalLong product(long left, long right) {
            try {
                return OptionalLong.of(Math.multiplyExact(left, right));
            } catch (ArithmeticException _) {
                return OptionalLong.empty();
            }
        }
    }

    /// A number that does not fit the small form, or came from arithmetic with one that did not.
    record Big(BigDecimal exact) implements Amount {

        private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
        private static final int DIGITS_OF_LONG = 19;

        @Override
        public int sign() {
            return exact.signum();
        }

        /* Notes: the rounding is upstream's. It adds one to the truncated quotient, which is right for positive numbers
        only; that is what a controller computes with, so it is kept. */
        @Override
        public long scaled(int scale) {
            int power = exact.scale() + scale;
            var unscaled = exact.unscaledValue();
            if (power <= 0) {
                return unscaled.multiply(BigInteger.TEN.pow(-power)).longValue();
            }
            if (unscaled.compareTo(MAX_LONG) < 0 && power < DIGITS_OF_LONG) {
                long divisor = BigInteger.TEN.pow(power).longValueExact();
                long quotient = unscaled.longValue() / divisor;
                return unscaled.longValue() % divisor == 0 ? quotient : quotient + 1;
            }
            var parts = unscaled.divideAndRemainder(BigInteger.TEN.pow(power));
            boolean whole = parts[1].signum() == 0;
            long quotient = parts[0].longValue();
            return whole || unscaled.signum() < 0 ? quotient : quotient + 1;
        }

        @Override
        public OptionalLong asLong() {
            return OptionalLong.empty();
        }

        @Override
        public double approximateDouble() {
            return scaledDouble(exact.unscaledValue().doubleValue(), -exact.scale());
        }

        @Override
        public Amount plus(Amount other) {
            return new Big(exact.add(other.exact()));
        }

        @Override
        public Amount minus(Amount other) {
            return new Big(exact.subtract(other.exact()));
        }

        @Override
        public Amount negated() {
            return new Big(exact.negate());
        }

        @Override
        public Amount times(long factor) {
            return new Big(exact.multiply(BigDecimal.valueOf(factor)));
        }

        @Override
        public Amount roundedUp(int scale) {
            return new Big(exact.setScale(-scale, RoundingMode.UP));
        }
    }

    private static double scaledDouble(double mantissa, int exponent) {
        return exponent == 0 ? mantissa : mantissa * powerOfTen(exponent);
    }

    /// The double nearest to a power of ten.
    private static double powerOfTen(int exponent) {
        if (exponent < -323) {
            return 0;
        }
        return exponent > 308 ? Double.POSITIVE_INFINITY : Double.parseDouble("1e" + exponent);
    }
}

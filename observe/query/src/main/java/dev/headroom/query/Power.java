package dev.headroom.query;

/// Powers with the digits that Prometheus has.
///
/* Go multiplies: the whole part of the exponent by repeated squaring of the mantissa, the powers of two apart. The last
 * digit may differ from Java's, and `x ^ y % z` shows it. Otherwise both follow C: NaN does not matter when the base is
 * 1 or the exponent 0. */
final class Power {

    private static final double TOO_LARGE_TO_COUNT = 0x1p63;
    private static final int OVERFLOWING_EXPONENT = 1 << 12;

    private Power() {}

    static double of(double base, double exponent) {
        if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
            return 1;
        }
        double whole = Math.floor(Math.abs(exponent));
        boolean special = !Double.isFinite(base) || !Double.isFinite(exponent) || base == 0 || exponent == 0;
        if (special || whole >= TOO_LARGE_TO_COUNT || (base < 0 && whole != Math.abs(exponent))) {
            return Math.pow(base, exponent);
        }
        if (Math.abs(exponent) == 0.5) {
            return exponent > 0 ? Math.sqrt(base) : 1 / Math.sqrt(base);
        }
        return multiplied(base, exponent, (long) whole, Math.abs(exponent) - whole);
    }

    private static double multiplied(double base, double exponent, long whole, double fraction) {
        double result = 1;
        long count = whole;
        if (fraction > 0.5) {
            count++;
            result = Math.exp((fraction - 1) * Math.log(base));
        } else if (fraction > 0) {
            result = Math.exp(fraction * Math.log(base));
        }
        int resultExponent = 0;
        int powerOfTwo = Math.getExponent(base) + 1;
        if (Math.abs(base) < Double.MIN_NORMAL) {
            powerOfTwo = Math.getExponent(base * 0x1p54) + 1 - 54;
        }
        double mantissa = Math.scalb(base, -powerOfTwo);
        for (long left = count; left != 0; left >>= 1) {
            if (Math.abs(powerOfTwo) > OVERFLOWING_EXPONENT) {
                resultExponent += powerOfTwo;
                break;
            }
            if ((left & 1) == 1) {
                result *= mantissa;
                resultExponent += powerOfTwo;
            }
            mantissa *= mantissa;
            powerOfTwo *= 2;
            if (mantissa < 0.5) {
                mantissa += mantissa;
                powerOfTwo--;
            }
        }
        return exponent < 0
                ? Math.scalb(1 / result, -resultExponent)
                : Math.scalb(result, resultExponent);
    }
}

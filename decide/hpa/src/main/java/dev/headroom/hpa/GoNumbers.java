package dev.headroom.hpa;

/// Conversions from doubles to integers as the controller's machine code does them on amd64: what does not fit, NaN
/// included, becomes the smallest integer. (Java would saturate.)
public final class GoNumbers {

    private GoNumbers() {}

    static int toInt(double value) {
        double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
        return whole >= Integer.MIN_VALUE && whole <= Integer.MAX_VALUE ? (int) whole : Integer.MIN_VALUE;
    }

    public static long toLong(double value) {
        return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }

    /// Rounded up.
    static int ceil(double value) {
        return toInt(Math.ceil(value));
    }

    /// Rounded up, the largest integer where that does not fit.
    static int cappedCeil(double value) {
        double up = Math.ceil(value);
        return up > Integer.MAX_VALUE ? Integer.MAX_VALUE : toInt(up);
    }
}

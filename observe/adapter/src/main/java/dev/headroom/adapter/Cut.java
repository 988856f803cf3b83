package dev.headroom.adapter;

import dev.headroom.model.Quantity;

/// Numbers of PromQL as quantities: thousandths, what is finer is cut off towards zero.
public final class Cut {

    private static final double MILLI = 1000.0;

    private Cut() {}

    /// In thousandths.
    public static long milli(double value) {
        return (long) (value * MILLI);
    }

    static Quantity quantity(double value, Quantity.Format format) {
        return Quantity.ofMilli(milli(value), format);
    }
}

package dev.headroom.blocks;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import org.jspecify.annotations.Nullable;

/// A sample as it was written and should be read: empty buckets, and what a histogram says of the one before it, do not
/// count.
record Stored(long valueBits, @Nullable FloatHistogram histogram) {

    static Stored of(double value, @Nullable FloatHistogram histogram) {
        return histogram == null ? number(value) : of(histogram);
    }

    static Stored number(double value) {
        return new Stored(Double.doubleToRawLongBits(value), null);
    }

    static Stored of(FloatHistogram histogram) {
        boolean gauge = histogram.counterReset() == CounterReset.GAUGE;
        return new Stored(0, histogram.compact().withCounterReset(gauge ? CounterReset.GAUGE : CounterReset.UNKNOWN));
    }

    double value() {
        return Double.longBitsToDouble(valueBits);
    }
}

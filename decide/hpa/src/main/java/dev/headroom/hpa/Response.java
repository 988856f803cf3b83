package dev.headroom.hpa;

import java.util.OptionalLong;

/// How many replicas one metric alone would want at other readings, with everything else as it is. Exact where the
/// number comes from one total or one average; where single pods count differently (they start, or have no reading)
/// there is none.
///
/// @param reading what was read, in milli-units, or in percent for [Kind#UTILIZATION]
/// @param target in the same unit
/// @param current the count that stays while the reading is within the tolerance
/// @param ready what the ratio is multiplied with
/// @param low the lowest ratio of the tolerance, it belongs to it
/// @param high the highest one
public record Response(Kind kind, long reading, long target, int current, int ready, double low, double high) {

    /// What the reading is.
    public enum Kind {
        /// A total that should be `target`, whatever the number of replicas.
        VALUE,
        /// A total of which each replica should carry `target`.
        SHARED,
        /// An average over pods.
        AVERAGE,
        /// Percent of the requests.
        UTILIZATION
    }

    static Response of(Kind kind, long reading, long target, int current, Tolerance tolerance) {
        return new Response(
                kind, reading, target, current, current, 1.0 - tolerance.down(), 1.0 + tolerance.up());
    }

    Response by(int count) {
        return new Response(kind, reading, target, current, count, low, high);
    }

    private double ratio(long other) {
        return kind == Kind.SHARED
                ? (double) other / ((double) target * (double) current)
                : (double) other / (double) target;
    }

    /// The replicas at another reading.
    public int at(long other) {
        double ratio = ratio(other);
        if (low <= ratio && ratio <= high) {
            return current;
        }
        return GoNumbers.cappedCeil(kind == Kind.SHARED ? (double) other / (double) target : ratio * ready);
    }

    /// The smallest reading that is not below the tolerance.
    long lowest(long horizon) {
        return Search.first(0, horizon, other -> ratio(other) >= low);
    }

    /// The smallest reading that is above the tolerance.
    long above(long horizon) {
        return Search.first(0, horizon, other -> ratio(other) > high);
    }

    /// A reading at which more than `most` replicas are wanted, and which is above the tolerance; empty where that is
    /// out of all proportion.
    OptionalLong horizon(int most) {
        double far = (double) target * (2.0 * Math.max(most, current) + 4.0);
        return target > 0 && far < 0x1p52 ? OptionalLong.of((long) far) : OptionalLong.empty();
    }
}

package dev.headroom.query;

import dev.headroom.model.FloatText;
import dev.headroom.promql.TextRange;
import dev.headroom.windows.Annotations;

/// The parameters of an aggregation at all steps, for what Prometheus checks before the first one.
final class ParameterRange {

    private static final double LARGEST_COUNT = 0x1p63;

    private double min = Double.MAX_VALUE;
    private double max = -Double.MAX_VALUE;
    private boolean anyNan;

    ParameterRange(double[] parameters) {
        for (double parameter : parameters) {
            min = Math.min(min, parameter);
            max = Math.max(max, parameter);
            anyNan |= Double.isNaN(parameter);
        }
    }

    /// Whether no step asks for a single element; fails when a number of elements is none.
    boolean isNeverPositive() {
        if (max < 1) {
            return true;
        }
        if (anyNan) {
            throw QueryRun.failure("Parameter value is NaN");
        }
        if (min <= -LARGEST_COUNT) {
            throw QueryRun.failure("Scalar value " + text(min) + " underflows int64");
        }
        if (max >= LARGEST_COUNT) {
            throw QueryRun.failure("Scalar value " + text(max) + " overflows int64");
        }
        return false;
    }

    private static String text(double value) {
        return FloatText.general(value);
    }

    /// Whether no step asks for any share; fails when a share is none, warns when one is not between -1 and 1.
    boolean isAlwaysZero(Annotations annotations, TextRange at) {
        if (max == 0 && min == 0) {
            return true;
        }
        if (anyNan) {
            throw QueryRun.failure("Ratio value is NaN");
        }
        if (max > 1) {
            annotations.invalidRatio(at, max, 1);
        }
        if (min < -1) {
            annotations.invalidRatio(at, min, -1);
        }
        return false;
    }

    void warnOfQuantiles(Annotations annotations, TextRange at) {
        if (anyNan) {
            annotations.invalidQuantile(at, Double.NaN);
        }
        if (max > 1) {
            annotations.invalidQuantile(at, max);
        }
        if (min < 0) {
            annotations.invalidQuantile(at, min);
        }
    }
}

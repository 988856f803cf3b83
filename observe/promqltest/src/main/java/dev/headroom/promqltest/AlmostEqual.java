package dev.headroom.promqltest;

import dev.headroom.model.Samples;

/// Equality of numbers as Prometheus' test runner has it: NaN equals NaN, a stale marker only a stale marker,
/// infinities exactly, and finite numbers when they differ by less than one in a million of their sum.
final class AlmostEqual {

    private static final double EPSILON = 1e-6;

    private AlmostEqual() {}

    static boolean test(double a, double b) {
        if (Samples.isStale(a) || Samples.isStale(b)) {
            return Samples.isStale(a) && Samples.isStale(b);
        }
        if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
            return true;
        }
        double sum = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
            return difference < EPSILON * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < EPSILON;
    }
}

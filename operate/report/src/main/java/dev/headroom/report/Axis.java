package dev.headroom.report;

import java.util.ArrayList;
import java.util.List;

/// An axis of a chart: where a value lies between its two ends, and which values have a tick.
///
/// @param logarithmic whether equal ratios, not equal differences, are equally far apart
record Axis(double low, double high, boolean logarithmic, List<Double> ticks) {

    private static final double[] STEPS = {1, 2, 5, 10};
    private static final int LINEAR_TICKS = 5;
    private static final double[] TIME_STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600};
    private static final int TIME_TICKS = 8;

    Axis {
        if (!(low < high)) {
            throw new IllegalArgumentException("an axis from " + low + " to " + high);
        }
        ticks = List.copyOf(ticks);
    }

    /// From 0 to a round number that is not below `highest`.
    static Axis upTo(double highest) {
        double top = highest > 0 && highest < Double.POSITIVE_INFINITY ? highest : 1;
        double magnitude = Math.pow(10, Math.floor(Math.log10(top / LINEAR_TICKS)));
        double step = magnitude * 10;
        for (double each : STEPS) {
            if (top / (each * magnitude) <= LINEAR_TICKS + 1e-9) {
                step = each * magnitude;
                break;
            }
        }
        var ticks = new ArrayList<Double>();
        long count = (long) Math.ceil(top / step - 1e-9);
        for (int i = 0; i <= count; i++) {
            ticks.add(i * step);
        }
        return new Axis(0, count * step, false, ticks);
    }

    /// The same for a small number of things, whose ticks are whole and fit it closely.
    static Axis countingTo(double highest) {
        int top = (int) Math.max(1, Math.ceil(highest));
        if (top > 10 * LINEAR_TICKS) {
            return upTo(top);
        }
        int step = Math.ceilDiv(top, LINEAR_TICKS);
        int count = Math.ceilDiv(top, step);
        var ticks = new ArrayList<Double>();
        for (int i = 0; i <= count; i++) {
            ticks.add((double) (i * step));
        }
        return new Axis(0, count * step, false, ticks);
    }

    /// Logarithmic, from and to a round number that holds both values; ticks at 1, 2 and 5 times powers of ten.
    static Axis ratios(double lowest, double highest) {
        double from = Math.log10(Math.max(1e-4, lowest));
        double to = Math.log10(Math.max(1e-4, highest));
        var ticks = new ArrayList<Double>();
        double below = 0;
        for (int power = -5; power <= 6; power++) {
            for (int i = 0; i < STEPS.length - 1; i++) {
                double tick = STEPS[i] * Math.pow(10, power);
                double at = Math.log10(tick);
                if (at < from - 1e-9) {
                    below = tick;
                    continue;
                }
                if (ticks.isEmpty() && below > 0 && at > from + 1e-9) {
                    ticks.add(below);
                }
                ticks.add(tick);
                if (at >= to - 1e-9 && ticks.size() > 1) {
                    return new Axis(ticks.getFirst(), tick, true, ticks);
                }
            }
        }
        return new Axis(ticks.getFirst(), ticks.getLast(), true, ticks);
    }

    /// Time from 0, in seconds, with ticks at round times.
    static Axis time(double span) {
        double end = Math.max(1, span);
        double step = TIME_STEPS[TIME_STEPS.length - 1];
        for (double each : TIME_STEPS) {
            if (end / each <= TIME_TICKS) {
                step = each;
                break;
            }
        }
        var ticks = new ArrayList<Double>();
        for (double tick = 0; tick <= end + 1e-9; tick += step) {
            ticks.add(tick);
        }
        return new Axis(0, end, false, ticks);
    }

    /// From 0 at the low end to 1 at the high end; what lies beyond an end lies on it.
    double position(double value) {
        double share = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return Math.clamp(share, 0, 1);
    }
}

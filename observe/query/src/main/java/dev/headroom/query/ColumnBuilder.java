package dev.headroom.query;

import dev.headroom.model.FloatHistogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Collects the values of one series after the other; reused, because results have many series.
final class ColumnBuilder {

    private final double[] values;
    private @Nullable FloatHistogram @Nullable [] histograms;
    private int low;
    private int high = -1;

    ColumnBuilder(int steps) {
        values = new double[steps];
        Arrays.fill(values, Column.ABSENT);
        low = steps;
    }

    boolean has(int step) {
        return !Column.isAbsent(values[step]);
    }

    double value(int step) {
        return values[step];
    }

    /// Sets a number; [Column#ABSENT] leaves the step without one.
    void set(int step, double value) {
        if (Column.isAbsent(value)) {
            return;
        }
        values[step] = value;
        low = Math.min(low, step);
        high = Math.max(high, step);
    }

    void set(int step, FloatHistogram histogram) {
        if (histograms == null) {
            histograms = new FloatHistogram[values.length];
        }
        histograms[step] = histogram;
        set(step, Double.NaN);
    }

    /// Sets a number, or a histogram when there is one.
    void set(int step, double value, @Nullable FloatHistogram histogram) {
        if (histogram == null) {
            set(step, value);
        } else {
            set(step, histogram);
        }
    }

    /// Copies what a column has at a step.
    void copy(int step, Column from) {
        set(step, from.value(step), from.histogram(step));
    }

    /// What was set since the last call.
    Column take() {
        if (high < low) {
            return Column.empty();
        }
        var numbers = Arrays.copyOfRange(values, low, high + 1);
        var entries = histograms == null ? null : Arrays.copyOfRange(histograms, low, high + 1);
        var column = new Column(low, numbers, entries);
        Arrays.fill(values, low, high + 1, Column.ABSENT);
        low = values.length;
        high = -1;
        histograms = null;
        return column;
    }
}

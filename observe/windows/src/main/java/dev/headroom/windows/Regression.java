package dev.headroom.windows;

import dev.headroom.model.KahanSum;
import dev.headroom.promql.PromqlException;
import java.util.Locale;

/// Trends: least-squares lines through the numbers of a window, and exponential smoothing.
final class Regression {

    private Regression() {}

    /// A straight line.
    ///
    /// @param slope per second
    /// @param intercept the value at the time that the line was asked for
    private record Line(double slope, double intercept) {}

    static void derivative(Window window) {
        if (hasTwo(window)) {
            // A time close to the samples, because the squares of large times lose digits.
            window.answer(line(window.samples(), window.samples().time(0)).slope());
        }
    }

    static void predictLinear(Window window) {
        if (hasTwo(window)) {
            var line = line(window.samples(), window.evaluationMillis());
            window.answer(line.slope() * window.argument(0) + line.intercept());
        }
    }

    /// Whether there are two numbers; histograms beside any number are ignored, with a note.
    private static boolean hasTwo(Window window) {
        return OverTime.hasFloats(window) && window.samples().floats() > 1;
    }

    private static Line line(WindowSamples samples, long interceptMillis) {
        double first = samples.value(0);
        boolean constant = true;
        var sumX = new KahanSum();
        var sumY = new KahanSum();
        var sumXY = new KahanSum();
        var sumX2 = new KahanSum();
        int count = samples.floats();
        for (int i = 0; i < count; i++) {
            double y = samples.value(i);
            constant = constant && (i == 0 || y == first);
            double x = (samples.time(i) - interceptMillis) / 1000.0;
            sumX.add(x);
            sumY.add(y);
            sumXY.add(x * y);
            sumX2.add(x * x);
        }
        if (constant) {
            return Double.isInfinite(first) ? new Line(Double.NaN, Double.NaN) : new Line(0, first);
        }
        double covariance = sumXY.value() - sumX.value() * sumY.value() / count;
        double variance = sumX2.value() - sumX.value() * sumX.value() / count;
        double slope = covariance / variance;
        return new Line(slope, sumY.value() / count - slope * sumX.value() / count);
    }

    /// Double exponential smoothing (Holt): a level and a trend, of which older samples have less and less.
    static void doubleExponentialSmoothing(Window window) {
        double smoothing = fraction("smoothing", window.argument(0));
        double trending = fraction("trend", window.argument(1));
        if (!hasTwo(window)) {
            return;
        }
        var samples = window.samples();
        double before = 0;
        double level = samples.value(0);
        double trend = samples.value(1) - samples.value(0);
        for (int i = 1; i < samples.floats(); i++) {
            if (i > 1) {
                trend = trending * (level - before) + (1 - trending) * trend;
            }
            double next = smoothing * samples.value(i) + (1 - smoothing) * (level + trend);
            before = level;
            level = next;
        }
        window.answer(level);
    }

    private static double fraction(String what, double value) {
        if (value <= 0 || value >= 1) {
            var symbol = what.substring(0, 1) + "f";
            throw new PromqlException(
                    PromqlException.Kind.EXECUTION,
                    "invalid " + what + " factor. Expected: 0 < " + symbol + " < 1, got: "
                            + String.format(Locale.ROOT, "%f", value));
        }
        return value;
    }
}

package dev.headroom.report;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Values over time in one line of text, one character each: `▁▁▂▃▅█▅▂`.
public final class Sparkline {

    private static final String LEVELS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /// @param values NaN where there is none, which prints as a blank
    /// @param top the value of the highest character; what is above it prints the same
    public static String of(double[] values, double top) {
        return Arrays.stream(values)
                .mapToObj(value -> Character.toString(character(value, top)))
                .collect(Collectors.joining());
    }

    private static char character(double value, double top) {
        if (Double.isNaN(value)) {
            return ' ';
        }
        int level = top > 0 ? (int) Math.floor(value / top * LEVELS.length()) : 0;
        return LEVELS.charAt(Math.clamp(level, 0, LEVELS.length() - 1));
    }

    /// `values` in at most `width` columns, each of which keeps its highest.
    public static double[] fit(double[] values, int width) {
        if (values.length <= width) {
            return values.clone();
        }
        var fitted = new double[width];
        Arrays.fill(fitted, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            int column = (int) ((long) i * width / values.length);
            if (!(values[i] <= fitted[column]) && !Double.isNaN(values[i])) {
                fitted[column] = values[i];
            }
        }
        return fitted;
    }
}

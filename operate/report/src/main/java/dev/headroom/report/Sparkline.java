package dev.headroom.report;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Values over time in one line of text, one character each: `▁▁▂▃▅█▅▂`, or `__.-=#=-` where there is no Unicode.
public final class Sparkline {

    private static final String UNICODE = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.,-~=+#";

    private Sparkline() {}

    /// @param values NaN where there is none, which prints as a blank
    /// @param top the value of the highest character; what is above it prints the same
    public static String of(double[] values, double top, boolean unicode) {
        return Arrays.stream(values)
                .mapToObj(value -> Character.toString(character(value, top, unicode)))
                .collect(Collectors.joining());
    }

    private static char character(double value, double top, boolean unicode) {
        if (Double.isNaN(value)) {
            return ' ';
        }
        var levels = unicode ? UNICODE : ASCII;
        int level = top > 0 ? (int) Math.floor(value / top * levels.length()) : 0;
        return levels.charAt(Math.clamp(level, 0, levels.length() - 1));
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

package dev.headroom.windows;

/// Values between two samples, on the straight line that joins them.
public final class Interpolation {

    private Interpolation() {}

    /// The value at a time between the numbers at two indices.
    ///
    /// @param counter whether a fall between them is a counter reset, which then starts from 0
    public static double between(WindowSamples samples, int before, int after, long atMillis, boolean counter) {
        double left = samples.value(before);
        double right = samples.value(after);
        if (counter && right < left) {
            left = 0;
        }
        return left
                + (right - left) * (atMillis - samples.time(before)) / (samples.time(after) - samples.time(before));
    }
}

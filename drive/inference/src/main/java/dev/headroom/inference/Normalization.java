package dev.headroom.inference;

/// The scale on which the model sees a series: mean 0, deviation 1 over the rows it looks at.
///
/// @param mean of the rows
/// @param deviation of the rows (of the population); 0 for a constant series
record Normalization(double mean, double deviation) {

    /// The scale of `values[from..]`, at least one of them.
    static Normalization of(double[] values, int from) {
        int count = values.length - from;
        double mean = 0;
        for (int i = from; i < values.length; i++) {
            mean += values[i] / count;
        }
        double squares = 0;
        for (int i = from; i < values.length; i++) {
            squares += (values[i] - mean) * (values[i] - mean) / count;
        }
        return new Normalization(mean, Math.sqrt(squares));
    }

    /// A constant series has no deviation to divide by: every value of it is the mean.
    double normalized(double value) {
        return deviation > 0 ? (value - mean) / deviation : 0;
    }

    double original(double normalized) {
        return mean + deviation * normalized;
    }
}

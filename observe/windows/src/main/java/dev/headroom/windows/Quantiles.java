package dev.headroom.windows;

import java.util.Arrays;

/// Quantiles of a handful of numbers.
public final class Quantiles {

    private Quantiles() {}

    /// The quantile `q`, from 0 to 1, between the two nearest ranks; NaN counts as the smallest number. Sorts the
    /// numbers.
    public static double of(double q, double[] numbers) {
        if (numbers.length == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        sort(numbers);
        double rank = q * (numbers.length - 1);
        int lower = (int) Math.max(0, Math.floor(rank));
        int upper = Math.min(numbers.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return numbers[lower] * (1 - weight) + numbers[upper] * weight;
    }

    /// Ascending, NaN first; Java's own order has NaN last.
    private static void sort(double[] numbers) {
        Arrays.sort(numbers);
        int missing = 0;
        while (missing < numbers.length && Double.isNaN(numbers[numbers.length - 1 - missing])) {
            missing++;
        }
        if (missing > 0) {
            System.arraycopy(numbers, 0, numbers, missing, numbers.length - missing);
            Arrays.fill(numbers, 0, missing, Double.NaN);
        }
    }
}

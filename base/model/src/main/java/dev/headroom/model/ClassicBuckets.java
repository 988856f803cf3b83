package dev.headroom.model;

import java.util.Arrays;

/// The buckets of one classic histogram at one time: upper bounds, each with the count of all observations up to it;
/// mutable, for one thread.
///
/* Notes, for histogram_quantile and histogram_fraction as Prometheus documents them: observations are spread evenly
 * inside a bucket; the lowest one begins at 0 when its bound is positive; counts that fall from one bucket to the next
 * are raised, silently when the difference may come from rounding. */
public final class ClassicBuckets {

    /// Relative differences up to this are rounding.
    private static final double TOLERANCE = 1e-12;

    private double[] bounds = new double[16];
    private double[] counts = new double[16];
    private int size;
    private boolean raised;
    private double minRaised;
    private double maxRaised;
    private double maxDifference;

    public void clear() {
        size = 0;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// Adds a bucket, in any order.
    public void add(double bound, double count) {
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        // Inserted at its place, behind equal ones: buckets come almost sorted.
        int place = size;
        while (place > 0 && bounds[place - 1] > bound) {
            bounds[place] = bounds[place - 1];
            counts[place] = counts[place - 1];
            place--;
        }
        bounds[place] = bound;
        counts[place] = count;
        size++;
    }

    /// Whether counts had to be raised in the last call of [#quantile].
    public boolean wasRaised() {
        return raised;
    }

    /// The lowest bound of a bucket that was raised.
    public double minRaised() {
        return minRaised;
    }

    /// The highest bound of a bucket that was raised.
    public double maxRaised() {
        return maxRaised;
    }

    /// The most that a count was raised.
    public double maxDifference() {
        return maxDifference;
    }

    /// The value below which the share `q` of the observations lies. Afterwards the buckets are used up.
    public double quantile(double q) {
        raised = false;
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        merge();
        raise();
        double observations = counts[size - 1];
        if (size < 2 || observations == 0) {
            return Double.NaN;
        }
        double rank = q * observations;
        int bucket = 0;
        while (bucket < size - 1 && !(counts[bucket] >= rank)) {
            bucket++;
        }
        if (bucket == size - 1) {
            return bounds[size - 2];
        }
        if (bucket == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = bucket == 0 ? 0 : bounds[bucket - 1];
        double below = bucket == 0 ? 0 : counts[bucket - 1];
        return start + (bounds[bucket] - start) * ((rank - below) / (counts[bucket] - below));
    }

    /// Puts buckets with the same bound together.
    private void merge() {
        int kept = 0;
        for (int i = 1; i < size; i++) {
            if (bounds[i] == bounds[kept]) {
                counts[kept] += counts[i];
            } else {
                kept++;
                bounds[kept] = bounds[i];
                counts[kept] = counts[i];
            }
        }
        size = kept + 1;
    }

    private void raise() {
        minRaised = Double.POSITIVE_INFINITY;
        maxRaised = Double.NEGATIVE_INFINITY;
        maxDifference = 0;
        double before = counts[0];
        for (int i = 1; i < size; i++) {
            double count = counts[i];
            if (count == before) {
                continue;
            }
            if (isRounding(before, count)) {
                counts[i] = before;
            } else if (count < before) {
                counts[i] = before;
                raised = true;
                minRaised = Math.min(minRaised, bounds[i]);
                maxRaised = Math.max(maxRaised, bounds[i]);
                maxDifference = Math.max(maxDifference, before - count);
            } else {
                before = count;
            }
        }
    }

    private static boolean isRounding(double left, double right) {
        double sum = Math.abs(left) + Math.abs(right);
        double difference = Math.abs(left - right);
        if (left == 0 || right == 0 || sum < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
    }

    /// The share of the observations between two values. Afterwards the buckets are used up.
    public double fraction(double lower, double upper) {
        if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        merge();
        double observations = counts[size - 1];
        if (observations == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        double below = Math.min(rank(lower), observations);
        return (Math.min(rank(upper), observations) - below) / observations;
    }

    /// How many observations lie below a value.
    private double rank(double value) {
        double lower = bounds[0] <= 0 ? Double.NEGATIVE_INFINITY : 0;
        double rank = 0;
        for (int i = 0; i < size; i++) {
            if (lower >= value) {
                return rank;
            }
            if (bounds[i] > value) {
                return lower == Double.NEGATIVE_INFINITY
                        ? counts[i]
                        : rank + (counts[i] - rank) * (value - lower) / (bounds[i] - lower);
            }
            rank = counts[i];
            lower = bounds[i];
        }
        return counts[size - 1];
    }
}

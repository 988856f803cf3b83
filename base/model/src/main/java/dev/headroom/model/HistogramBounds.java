package dev.headroom.model;

import java.util.ArrayList;
import java.util.List;

/// Where the buckets of native histograms begin and end.
final class HistogramBounds {

    /* The bounds between two powers of two are those that Prometheus and its client libraries have in a table, down to
     * the last bit, so that what is shown is the same, and an observation at a bound is in the same bucket. There they
     * are up to 4 units of the last place too low, and two are too high: `TOO_LOW` has how much and one more.
     * Source: model/histogram/generic.go of Prometheus 3.14.
     */

    private static final int FRACTIONS = 256;
    private static final String TOO_LOW = ""
            + "1111112111211111112311222222222211211121122211221122112211221222"
            + "1111112222332122112111211121111111221011213311221121112122321222"
            + "2122213322321232212222322333224421211121223321322233223222332232"
            + "3243223233433333333333444455435422323333324422333243223333543344";
    private static final double[] BETWEEN_POWERS = new double[FRACTIONS];

    static {
        for (int i = 0; i < FRACTIONS; i++) {
            int units = TOO_LOW.charAt(i) - '1';
            BETWEEN_POWERS[i] = StrictMath.pow(2, (double) i / FRACTIONS) - units * Math.ulp(1.0);
        }
    }

    private HistogramBounds() {}

    /// The upper bound of the positive bucket with that index; its lower bound is the upper one of the index before.
    static double upper(int index, int schema, List<Double> customBounds) {
        if (schema == FloatHistogram.CUSTOM_BUCKETS) {
            if (index < 0) {
                return Double.NEGATIVE_INFINITY;
            }
            return index < customBounds.size() ? customBounds.get(index) : Double.POSITIVE_INFINITY;
        }
        return exponential(index, schema);
    }

    /// `2^(index * 2^-schema)`. The bound that would be beyond the largest number is that number, because only the
    /// bucket after it holds infinite observations.
    static double exponential(int index, int schema) {
        long power = schema < 0 ? (long) index << -schema : (long) index >> schema;
        int fraction = schema <= 0 ? 0 : index & ((1 << schema) - 1);
        if (power == Double.MAX_EXPONENT + 1 && fraction == 0) {
            return Double.MAX_VALUE;
        }
        double within = fraction == 0 ? 1 : BETWEEN_POWERS[fraction << (FloatHistogram.FINEST_SCHEMA - schema)];
        return Math.scalb(within, (int) Math.clamp(power, -2000L, 2000L));
    }

    /// The index of the bucket in a coarser schema that holds the bucket with that index.
    static int coarser(int index, int schema, int coarserSchema) {
        return ((index - 1) >> (schema - coarserSchema)) + 1;
    }

    /// The bounds that both lists have.
    static List<Double> shared(List<Double> left, List<Double> right) {
        var shared = new ArrayList<Double>();
        int i = 0;
        int j = 0;
        while (i < left.size() && j < right.size()) {
            int order = Double.compare(left.get(i), right.get(j));
            if (order == 0) {
                shared.add(left.get(i));
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return List.copyOf(shared);
    }

    /// For each bucket of a layout the index of the bucket that holds it in a layout with fewer bounds.
    static int[] mapping(List<Double> bounds, List<Double> fewer) {
        var mapping = new int[bounds.size() + 1];
        int target = 0;
        for (int i = 0; i < bounds.size(); i++) {
            while (target < fewer.size() && fewer.get(target) < bounds.get(i)) {
                target++;
            }
            mapping[i] = target;
        }
        mapping[bounds.size()] = fewer.size();
        return mapping;
    }
}

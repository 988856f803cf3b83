package dev.headroom.windows;

import dev.headroom.model.KahanSum;

/// The mean of numbers that come one after the other.
///
/* As in Prometheus, the numbers are summed and divided at the end, which is the most exact way, until the sum would
 * overflow; from there on the mean itself is carried forward. */
public final class Average {

    private final KahanSum sum;
    private int count = 1;
    private boolean incremental;

    /// The mean of one number.
    public Average(double first) {
        sum = new KahanSum(first);
    }

    public void add(double number) {
        count++;
        if (!incremental) {
            double before = sum.raw();
            double compensation = sum.compensation();
            sum.add(number);
            if (!Double.isInfinite(sum.raw())) {
                return;
            }
            incremental = true;
            sum.restore(before, compensation);
            sum.divide(count - 1);
        }
        sum.scale((count - 1) / (double) count);
        sum.add(number / count);
    }

    public double value() {
        return incremental ? sum.value() : sum.raw() / count + sum.compensation() / count;
    }
}

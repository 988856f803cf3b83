package dev.headroom.model;

/// A sum of many numbers that keeps the digits a plain sum loses; mutable, for one thread.
///
/* Kahan's compensated summation in Neumaier's form ("Rundungsfehleranalyse einiger Verfahren zur Summation endlicher
 * Summen", 1974): the rounding error of every addition is collected apart and added last. As in Prometheus, an infinite
 * sum has no compensation, so that it stays infinite instead of turning into NaN. */
public final class KahanSum {

    private double sum;
    private double compensation;

    /// An empty sum.
    public KahanSum() {}

    /// A sum that starts with one number.
    public KahanSum(double first) {
        sum = first;
    }

    /// Another sum that goes on from here.
    public KahanSum copy() {
        var copy = new KahanSum(sum);
        copy.compensation = compensation;
        return copy;
    }

    public void add(double number) {
        double total = sum + number;
        if (Double.isInfinite(total)) {
            compensation = 0;
        } else if (Math.abs(sum) >= Math.abs(number)) {
            compensation += (sum - total) + number;
        } else {
            compensation += (number - total) + sum;
        }
        sum = total;
    }

    /// Multiplies the sum with a factor.
    public void scale(double factor) {
        sum *= factor;
        compensation *= factor;
    }

    /// Divides the sum.
    public void divide(double divisor) {
        sum /= divisor;
        compensation /= divisor;
    }

    /// Goes back to what [#raw] and [#compensation] once were.
    public void restore(double rawSum, double rawCompensation) {
        sum = rawSum;
        compensation = rawCompensation;
    }

    /// The sum without its compensation.
    public double raw() {
        return sum;
    }

    /// What rounding has cost so far.
    public double compensation() {
        return compensation;
    }

    /// The sum.
    public double value() {
        return Double.isInfinite(sum) ? sum : sum + compensation;
    }
}

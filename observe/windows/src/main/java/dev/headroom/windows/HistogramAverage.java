package dev.headroom.windows;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.HistogramSum;

/// The mean of native histograms that come one after the other; see [Average] for how.
public final class HistogramAverage {

    private HistogramSum sum;
    private int count = 1;
    private boolean incremental;

    /// The mean of one histogram.
    public HistogramAverage(FloatHistogram first) {
        sum = new HistogramSum(first);
    }

    /// Whether a histogram can be added.
    public boolean accepts(FloatHistogram other) {
        return sum.accepts(other);
    }

    /// @throws IllegalArgumentException when it has buckets of another kind than those before
    public void add(FloatHistogram histogram) {
        count++;
        if (!incremental) {
            var next = sum.copy();
            next.add(histogram);
            if (!next.overflows()) {
                sum = next;
                return;
            }
            incremental = true;
            sum.divide(count - 1);
        }
        sum.scale((count - 1) / (double) count);
        sum.add(histogram.dividedBy(count));
    }

    /// What was added so far, for what it says about hints and bounds.
    public HistogramSum sum() {
        return sum;
    }

    public FloatHistogram value() {
        if (incremental) {
            return sum.value();
        }
        var mean = sum.copy();
        mean.divide(count);
        return mean.value();
    }
}

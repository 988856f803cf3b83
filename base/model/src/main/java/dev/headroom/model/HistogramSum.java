package dev.headroom.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.headroom.model.FloatHistogram.CounterReset;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/// Adds and subtracts native histograms; mutable, for one thread. All sums are compensated.
///
/* Histograms of different shape are brought to one that both have: the coarser schema, a zero bucket wide enough for
 * both whose edge cuts no populated bucket, the bounds that both lists of custom bounds share. */
public final class HistogramSum {

    private CounterReset counterReset;
    private int schema;
    private double zeroThreshold;
    private final KahanSum zeroCount;
    private final KahanSum count;
    private final KahanSum sum;
    private BucketSums positive;
    private BucketSums negative;
    private List<Double> customBounds;
    private boolean boundsReconciled;
    private boolean resetSeen;
    private boolean notResetSeen;

    /// A sum that starts with one histogram.
    public HistogramSum(FloatHistogram first) {
        counterReset = first.counterReset();
        schema = first.schema();
        zeroThreshold = first.zeroThreshold();
        zeroCount = new KahanSum(first.zeroCount());
        count = new KahanSum(first.count());
        sum = new KahanSum(first.sum());
        positive = new BucketSums(first.positive());
        negative = new BucketSums(first.negative());
        customBounds = first.customBounds();
        see(first.counterReset());
    }

    private HistogramSum(HistogramSum other) {
        counterReset = other.counterReset;
        schema = other.schema;
        zeroThreshold = other.zeroThreshold;
        zeroCount = other.zeroCount.copy();
        count = other.count.copy();
        sum = other.sum.copy();
        positive = other.positive.copy();
        negative = other.negative.copy();
        customBounds = other.customBounds;
        boundsReconciled = other.boundsReconciled;
        resetSeen = other.resetSeen;
        notResetSeen = other.notResetSeen;
    }

    public HistogramSum copy() {
        return new HistogramSum(this);
    }

    /// Whether a histogram can be added: exponential and custom buckets have nothing in common.
    public boolean accepts(FloatHistogram other) {
        return (schema == FloatHistogram.CUSTOM_BUCKETS) == other.hasCustomBuckets();
    }

    /// Adds a histogram; true when custom bounds had to be given up that only one side had.
    ///
    /// @throws IllegalArgumentException when this sum does not accept it
    @CanIgnoreReturnValue
    public boolean add(FloatHistogram other) {
        return combine(other, 1);
    }

    /// Subtracts a histogram; true when custom bounds had to be given up that only one side had.
    ///
    /// @throws IllegalArgumentException when this sum does not accept it
    @CanIgnoreReturnValue
    public boolean subtract(FloatHistogram other) {
        return combine(other, -1);
    }

    private boolean combine(FloatHistogram other, double sign) {
        if (!accepts(other)) {
            throw new IllegalArgumentException("schemas " + schema + " and " + other.schema());
        }
        see(other.counterReset());
        counterReset = combined(counterReset, other.counterReset());
        count.add(sign * other.count());
        sum.add(sign * other.sum());
        if (other.hasCustomBuckets()) {
            return addCustom(other, sign);
        }
        addExponential(other, sign);
        return false;
    }

    private void see(CounterReset hint) {
        resetSeen |= hint == CounterReset.RESET;
        notResetSeen |= hint == CounterReset.NOT_RESET;
    }

    private static CounterReset combined(CounterReset left, CounterReset right) {
        if (left == right) {
            return left;
        }
        return left == CounterReset.GAUGE || right == CounterReset.GAUGE ? CounterReset.GAUGE : CounterReset.UNKNOWN;
    }

    private boolean addCustom(FloatHistogram other, double sign) {
        if (customBounds.equals(other.customBounds())) {
            positive.add(other.positive(), sign, IntUnaryOperator.identity());
            return false;
        }
        boundsReconciled = true;
        var shared = HistogramBounds.shared(customBounds, other.customBounds());
        var own = HistogramBounds.mapping(customBounds, shared);
        var others = HistogramBounds.mapping(other.customBounds(), shared);
        positive.remap(index -> own[index]);
        positive.add(other.positive(), sign, index -> others[index]);
        customBounds = shared;
        return true;
    }

    private void addExponential(FloatHistogram other, double sign) {
        var zero = new ZeroBucket(other);
        while (zero.threshold() != zeroThreshold) {
            if (zeroThreshold > zero.threshold()) {
                zero.widen(zeroThreshold);
            } else {
                widen(zero.threshold());
            }
        }
        zeroCount.add(sign * zero.count());
        reduceTo(Math.min(schema, other.schema()));
        IntUnaryOperator target = index -> HistogramBounds.coarser(index, other.schema(), schema);
        positive.add(zero.outside(other.positive()), sign, target);
        negative.add(zero.outside(other.negative()), sign, target);
    }

    private void widen(double threshold) {
        double wanted = threshold;
        double cut = edgeOfCutBucket(wanted);
        while (cut > wanted) {
            wanted = cut;
            cut = edgeOfCutBucket(wanted);
        }
        zeroThreshold = wanted;
        IntPredicate inside = index -> HistogramBounds.exponential(index - 1, schema) < zeroThreshold;
        positive.drain(inside, zeroCount);
        negative.drain(inside, zeroCount);
    }

    /// The outer edge of a populated bucket that a threshold cuts, else the threshold.
    private double edgeOfCutBucket(double threshold) {
        for (var side : List.of(positive, negative)) {
            for (int i = 0; i < side.size(); i++) {
                double upper = HistogramBounds.exponential(side.index(i), schema);
                double lower = HistogramBounds.exponential(side.index(i) - 1, schema);
                if (lower < threshold && upper > threshold && side.isPopulated(i)) {
                    return upper;
                }
            }
        }
        return threshold;
    }

    /// Merges buckets until the schema is as coarse as that.
    public void reduceTo(int coarser) {
        if (coarser < schema && schema != FloatHistogram.CUSTOM_BUCKETS) {
            int finer = schema;
            positive.remap(index -> HistogramBounds.coarser(index, finer, coarser));
            negative.remap(index -> HistogramBounds.coarser(index, finer, coarser));
            schema = coarser;
        }
    }

    /// Multiplies everything.
    public void scale(double factor) {
        zeroCount.scale(factor);
        count.scale(factor);
        sum.scale(factor);
        positive.scale(factor);
        negative.scale(factor);
        if (factor < 0) {
            counterReset = CounterReset.GAUGE;
        }
    }

    /// Divides everything; dividing by 0 leaves no buckets.
    public void divide(double divisor) {
        zeroCount.divide(divisor);
        count.divide(divisor);
        sum.divide(divisor);
        if (divisor == 0) {
            positive = new BucketSums(BucketCounts.none());
            negative = new BucketSums(BucketCounts.none());
            return;
        }
        positive.divide(divisor);
        negative.divide(divisor);
        if (divisor < 0) {
            counterReset = CounterReset.GAUGE;
        }
    }

    /// Whether anything has become infinite.
    public boolean overflows() {
        return Double.isInfinite(zeroCount.raw())
                || Double.isInfinite(count.raw())
                || Double.isInfinite(sum.raw())
                || positive.overflows()
                || negative.overflows();
    }

    /// Whether any addition had to give up custom bounds that only one side had.
    public boolean boundsReconciled() {
        return boundsReconciled;
    }

    /// Whether one histogram said that there was a counter reset, and another one that there was none.
    public boolean hintsCollide() {
        return resetSeen && notResetSeen;
    }

    /// The sum, without empty buckets.
    public FloatHistogram value() {
        return new FloatHistogram(
                counterReset,
                schema,
                zeroThreshold,
                zeroCount.value(),
                count.value(),
                sum.value(),
                positive.counts(),
                negative.counts(),
                customBounds);
    }
}

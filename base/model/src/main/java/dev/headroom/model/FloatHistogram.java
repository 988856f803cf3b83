package dev.headroom.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A native histogram with fractional counts, as Prometheus 3 stores and evaluates it.
///
/// With an exponential schema `n`, from -4 to 8, the positive bucket of index `i` holds the observations in
/// `(2^((i-1) * 2^-n), 2^(i * 2^-n)]`, the negative bucket of index `i` its mirror image. With the schema
/// [#CUSTOM_BUCKETS] the bucket of index `i` ends at `customBounds[i]`, the last one at +Inf, and there is neither a
/// zero bucket nor a negative side.
///
/// @param counterReset what is known about a counter reset between the sample before and this one
/// @param zeroThreshold the zero bucket holds the observations from `-zeroThreshold` to `zeroThreshold`
/// @param count all observations, those of NaN included
/// @param sum the sum of all observations
/// @param customBounds the upper bounds of the buckets, ascending, without +Inf; empty with an exponential schema
public record FloatHistogram(
        CounterReset counterReset,
        int schema,
        double zeroThreshold,
        double zeroCount,
        double count,
        double sum,
        BucketCounts positive,
        BucketCounts negative,
        List<Double> customBounds) {

    /// The schema of histograms whose bounds are listed.
    public static final int CUSTOM_BUCKETS = -53;

    /// The finest exponential schema.
    public static final int FINEST_SCHEMA = 8;

    /// The coarsest exponential schema.
    public static final int COARSEST_SCHEMA = -4;

    /// What a sample says about the one before it.
    public enum CounterReset {
        UNKNOWN,
        RESET,
        NOT_RESET,
        /// The histogram is a gauge: it may go up and down.
        GAUGE
    }

    public FloatHistogram {
        if (schema != CUSTOM_BUCKETS && (schema < COARSEST_SCHEMA || schema > FINEST_SCHEMA)) {
            throw new IllegalArgumentException("schema: expected " + COARSEST_SCHEMA + " to " + FINEST_SCHEMA + " or "
                    + CUSTOM_BUCKETS + ", got " + schema);
        }
        customBounds = List.copyOf(customBounds);
    }

    public boolean hasCustomBuckets() {
        return schema == CUSTOM_BUCKETS;
    }

    /// One bucket with its bounds.
    ///
    /// @param count the observations in this bucket alone
    public record Bucket(
            double lower, double upper, boolean lowerInclusive, boolean upperInclusive, double count) {

        /// As mathematics writes intervals, with the count behind: `(0.5,1]:3`.
        @Override
        public String toString() {
            return (lowerInclusive ? "[" : "(") + FloatText.general(lower) + "," + FloatText.general(upper)
                    + (upperInclusive ? "]" : ")") + ":" + FloatText.general(count);
        }

        /// The share of the bucket below a value inside of it: on a straight line, or on a logarithmic scale.
        double shareBelow(double value, boolean linear) {
            if (linear) {
                return (value - lower) / (upper - lower);
            }
            double logLower = log2(Math.abs(lower));
            double logUpper = log2(Math.abs(upper));
            double logValue = log2(Math.abs(value));
            return value > 0
                    ? (logValue - logLower) / (logUpper - logLower)
                    : 1 - (logValue - logUpper) / (logLower - logUpper);
        }

        private static double log2(double value) {
            return Math.log(value) / Math.log(2);
        }
    }

    /// The buckets from the lowest to the highest, the zero bucket among them when it counts anything. Where a bucket
    /// reaches into the zero bucket it ends there.
    public List<Bucket> buckets() {
        var buckets = new ArrayList<Bucket>(positive.size() + negative.size() + 1);
        for (int i = negative.size() - 1; i >= 0; i--) {
            double lower = -bound(negative.index(i));
            double upper = -bound(negative.index(i) - 1);
            upper = upper < 0 && upper > -zeroThreshold ? -zeroThreshold : upper;
            buckets.add(new Bucket(lower, upper, true, false, negative.count(i)));
        }
        if (zeroCount > 0) {
            buckets.add(new Bucket(-zeroThreshold, zeroThreshold, true, true, zeroCount));
        }
        for (int i = 0; i < positive.size(); i++) {
            double lower = bound(positive.index(i) - 1);
            lower = lower > 0 && lower < zeroThreshold ? zeroThreshold : lower;
            boolean inclusive = hasCustomBuckets() && positive.index(i) == 0;
            buckets.add(new Bucket(lower, bound(positive.index(i)), inclusive, true, positive.count(i)));
        }
        return buckets;
    }

    private double bound(int index) {
        return HistogramBounds.upper(index, schema, customBounds);
    }

    /// The same histogram with another hint.
    public FloatHistogram withCounterReset(CounterReset hint) {
        return hint == counterReset
                ? this
                : new FloatHistogram(
                        hint, schema, zeroThreshold, zeroCount, count, sum, positive, negative, customBounds);
    }

    /// The same histogram without empty buckets.
    public FloatHistogram compact() {
        return new FloatHistogram(counterReset, schema, zeroThreshold, zeroCount, count, sum, positive.compact(),
                negative.compact(), customBounds);
    }

    /// The same histogram with wider buckets.
    ///
    /// @param coarserSchema exponential and not finer than this one's
    public FloatHistogram coarser(int coarserSchema) {
        return new FloatHistogram(counterReset, coarserSchema, zeroThreshold, zeroCount, count, sum,
                positive.coarser(schema, coarserSchema), negative.coarser(schema, coarserSchema), customBounds);
    }

    /// Why nothing can have been counted so, if it cannot: such a histogram can be a result, but is not stored.
    public Optional<String> problem() {
        if (hasCustomBuckets()) {
            int buckets = customBounds.size() + 1;
            boolean outside = !positive.isEmpty()
                    && (positive.index(0) < 0 || positive.index(positive.size() - 1) >= buckets);
            if (outside || zeroCount != 0 || !negative.isEmpty()) {
                return Optional.of("custom buckets and counts outside of their " + buckets);
            }
        }
        return count < 0 || zeroCount < 0 || positive.hasNegative() || negative.hasNegative()
                ? Optional.of("a negative count")
                : Optional.empty();
    }

    /// Everything multiplied; with a negative factor the result is a gauge.
    public FloatHistogram times(double factor) {
        var product = new HistogramSum(this);
        product.scale(factor);
        return product.value();
    }

    /// Everything divided; divided by 0 there are no buckets left, with a negative divisor the result is a gauge.
    public FloatHistogram dividedBy(double divisor) {
        var quotient = new HistogramSum(this);
        quotient.divide(divisor);
        return quotient.value();
    }

    /// Whether both have the same layout and numbers; the hints about counter resets may differ.
    public boolean hasSameData(FloatHistogram other) {
        return withCounterReset(other.counterReset).equals(other);
    }

    /// As Prometheus shows histograms: `{count:4, sum:5, (0.5,1]:4}`.
    @Override
    public String toString() {
        var text = new StringBuilder("{count:" + FloatText.general(count) + ", sum:" + FloatText.general(sum));
        for (int i = negative.size() - 1; i >= 0; i--) {
            append(text, new Bucket(-bound(negative.index(i)), -bound(negative.index(i) - 1), true, false,
                    negative.count(i)));
        }
        append(text, new Bucket(-zeroThreshold, zeroThreshold, true, true, zeroCount));
        for (int i = 0; i < positive.size(); i++) {
            boolean inclusive = hasCustomBuckets() && positive.index(i) == 0;
            append(text, new Bucket(bound(positive.index(i) - 1), bound(positive.index(i)), inclusive, true,
                    positive.count(i)));
        }
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, Bucket bucket) {
        if (bucket.count() != 0) {
            text.append(", ").append(bucket);
        }
    }
}

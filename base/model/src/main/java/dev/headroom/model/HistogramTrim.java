package dev.headroom.model;

import dev.headroom.model.FloatHistogram.Bucket;

/// Cuts native histograms off above or below a value. The sum of what is left is estimated from the middle of each
/// bucket, so it changes only when something is cut.
public final class HistogramTrim {

    private final FloatHistogram histogram;
    private final double limit;
    private final boolean keepBelow;
    private double count;
    private double sum;
    private boolean trimmed;

    private HistogramTrim(FloatHistogram histogram, double limit, boolean keepBelow) {
        this.histogram = histogram;
        this.limit = limit;
        this.keepBelow = keepBelow;
    }

    /// The observations up to a value.
    public static FloatHistogram below(FloatHistogram histogram, double limit) {
        return new HistogramTrim(histogram, limit, true).result();
    }

    /// The observations from a value on.
    public static FloatHistogram above(FloatHistogram histogram, double limit) {
        return new HistogramTrim(histogram, limit, false).result();
    }

    /// What is left of a bucket.
    ///
    /// @param middle what an observation in it is taken to be
    private record Rest(double count, double middle) {}

    private FloatHistogram result() {
        var positive = trimmed(histogram.positive(), true);
        var negative = trimmed(histogram.negative(), false);
        double zeroCount = histogram.zeroCount();
        if (zeroCount > 0) {
            var rest = zero();
            trimmed |= rest.count() != zeroCount;
            zeroCount = rest.count();
            sum += rest.middle() * rest.count();
            count += rest.count();
        }
        return trimmed
                ? new FloatHistogram(
                        histogram.counterReset(),
                        histogram.schema(),
                        histogram.zeroThreshold(),
                        zeroCount,
                        count,
                        sum,
                        positive.compact(),
                        negative.compact(),
                        histogram.customBounds())
                : histogram;
    }

    private BucketCounts trimmed(BucketCounts side, boolean isPositive) {
        var indices = new int[side.size()];
        var counts = new double[side.size()];
        for (int i = 0; i < side.size(); i++) {
            indices[i] = side.index(i);
            if (side.count(i) == 0) {
                continue;
            }
            var bucket = bucket(side, i, isPositive);
            var rest = rest(bucket, isPositive);
            counts[i] = rest.count();
            trimmed |= rest.count() != bucket.count();
            count += rest.count();
            sum += rest.count() == 0 ? 0 : rest.middle() * rest.count();
        }
        return new BucketCounts(indices, counts);
    }

    private Bucket bucket(BucketCounts side, int place, boolean isPositive) {
        double outer = HistogramBounds.upper(side.index(place), histogram.schema(), histogram.customBounds());
        double inner = HistogramBounds.upper(side.index(place) - 1, histogram.schema(), histogram.customBounds());
        return isPositive
                ? new Bucket(inner, outer, false, true, side.count(place))
                : new Bucket(-outer, -inner, true, false, side.count(place));
    }

    private Rest rest(Bucket bucket, boolean isPositive) {
        boolean whole = keepBelow ? bucket.upper() <= limit : bucket.lower() >= limit;
        if (whole) {
            return new Rest(bucket.count(), middle(bucket.lower(), bucket.upper(), isPositive));
        }
        boolean cut = keepBelow ? bucket.lower() < limit : bucket.upper() > limit;
        if (!cut) {
            return new Rest(0, 0);
        }
        if (Double.isInfinite(bucket.lower()) || Double.isInfinite(bucket.upper())) {
            return endless(bucket);
        }
        double below = bucket.count() * bucket.shareBelow(limit, histogram.hasCustomBuckets());
        return keepBelow
                ? new Rest(below, middle(bucket.lower(), limit, isPositive))
                : new Rest(bucket.count() - below, middle(limit, bucket.upper(), isPositive));
    }

    /// What is left of a bucket without a lower or an upper bound, in which the limit lies. Nobody knows where its
    /// observations are; the one that begins at -Inf is taken to begin at 0 when it ends above.
    private Rest endless(Bucket bucket) {
        if (bucket.upper() == Double.POSITIVE_INFINITY && bucket.lower() != Double.NEGATIVE_INFINITY) {
            return keepBelow ? new Rest(0, 0) : new Rest(bucket.count(), limit);
        }
        boolean endsAbove = bucket.upper() > 0 && !Double.isInfinite(bucket.upper());
        if (keepBelow) {
            if (limit > 0 && endsAbove) {
                return new Rest(bucket.count() * limit / bucket.upper(), limit / 2);
            }
            return bucket.upper() <= 0 ? new Rest(bucket.count(), limit) : new Rest(0, 0);
        }
        return limit >= 0 && endsAbove
                ? new Rest(bucket.count() * (1 - limit / bucket.upper()), (limit + bucket.upper()) / 2)
                : new Rest(0, 0);
    }

    private Rest zero() {
        boolean onlyNegative = histogram.positive().compact().isEmpty()
                && !histogram.negative().compact().isEmpty();
        boolean onlyPositive = histogram.negative().compact().isEmpty()
                && !histogram.positive().compact().isEmpty();
        double lower = onlyPositive ? 0 : -histogram.zeroThreshold();
        double upper = onlyNegative ? 0 : histogram.zeroThreshold();
        double all = histogram.zeroCount();
        if (limit <= lower) {
            return keepBelow ? new Rest(0, 0) : new Rest(all, (lower + upper) / 2);
        }
        if (limit >= upper) {
            return keepBelow ? new Rest(all, (lower + upper) / 2) : new Rest(0, 0);
        }
        return keepBelow
                ? new Rest(all * (limit - lower) / (upper - lower), (lower + limit) / 2)
                : new Rest(all * (upper - limit) / (upper - lower), (limit + upper) / 2);
    }

    private double middle(double lower, double upper, boolean isPositive) {
        if (Double.isInfinite(lower)) {
            return Double.isInfinite(upper) ? 0 : upper > 0 ? upper / 2 : upper;
        }
        if (Double.isInfinite(upper)) {
            return lower;
        }
        if (histogram.hasCustomBuckets()) {
            return (lower + upper) / 2;
        }
        double geometric = Math.sqrt(Math.abs(lower * upper));
        return isPositive ? geometric : -geometric;
    }
}

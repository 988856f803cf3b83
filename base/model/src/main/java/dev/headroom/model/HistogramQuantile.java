package dev.headroom.model;

import dev.headroom.model.FloatHistogram.Bucket;
import java.util.List;

/// Estimates from native histograms: quantiles, and shares of observations between two values.
///
/* Inside a bucket with exponential bounds, observations are taken to be spread evenly on a logarithmic scale; inside
 * the zero bucket and buckets with custom bounds, evenly. A histogram with positive buckets only has no observations
 * below 0, one with negative buckets only none above. Observations of NaN count, but are in no bucket. Source:
 * documentation of Prometheus, functions histogram_quantile and histogram_fraction. */
public final class HistogramQuantile {

    private HistogramQuantile() {}

    /// An estimate, and what observations of NaN have to do with it.
    public record Estimate(double value, Remark remark) {}

    /// What observations of NaN do to an estimate.
    public enum Remark {
        NONE,
        /// They make it NaN.
        IS_NAN,
        /// They make it larger, because they count as the largest observations.
        IS_SKEWED,
        /// They are in no share.
        NANS_EXCLUDED
    }

    /// The value below which the share `q` of the observations lies.
    public static Estimate quantile(double q, FloatHistogram histogram) {
        if (q < 0) {
            return plain(Double.NEGATIVE_INFINITY);
        }
        if (q > 1) {
            return plain(Double.POSITIVE_INFINITY);
        }
        if (histogram.count() == 0 || Double.isNaN(q)) {
            return plain(Double.NaN);
        }
        // From the nearer end, where the counts are the most exact; NaN counts on top, so then from below.
        boolean upwards = Double.isNaN(histogram.sum()) || q < 0.5;
        var buckets = histogram.buckets();
        if (!upwards) {
            buckets = buckets.reversed();
        }
        double rank = (upwards ? q : 1 - q) * histogram.count();
        double count = 0;
        var bucket = new Bucket(0, 0, false, false, 0);
        int next = 0;
        while (next < buckets.size()) {
            bucket = buckets.get(next++);
            count += bucket.count();
            if (bucket.count() != 0 && count >= rank) {
                break;
            }
        }
        return within(histogram, buckets.subList(next, buckets.size()), new Found(bucket, count, rank, upwards));
    }

    /// The bucket of a rank.
    ///
    /// @param count the observations up to and including the bucket
    private record Found(Bucket bucket, double count, double rank, boolean upwards) {}

    private static Estimate within(FloatHistogram histogram, List<Bucket> beyond, Found found) {
        var bucket = found.bucket();
        if (histogram.hasCustomBuckets()) {
            if (bucket.lower() == Double.NEGATIVE_INFINITY) {
                if (bucket.upper() <= 0) {
                    return plain(bucket.upper());
                }
                bucket = new Bucket(0, bucket.upper(), true, true, bucket.count());
            } else if (bucket.upper() == Double.POSITIVE_INFINITY) {
                return plain(bucket.lower());
            }
        } else if (bucket.lower() < 0 && bucket.upper() > 0) {
            bucket = oneSided(histogram, bucket);
        }
        double count = Math.min(found.count(), histogram.count());
        double rank = found.rank();
        if (count < rank) {
            return Double.isNaN(histogram.sum())
                    ? new Estimate(Double.NaN, Remark.IS_NAN)
                    : plain(bucket.upper());
        }
        rank = found.upwards() ? rank - (count - bucket.count()) : count - rank;
        var remark = Remark.NONE;
        if (Double.isNaN(histogram.sum())) {
            double all = count;
            for (var other : beyond) {
                all += other.count();
            }
            remark = all < histogram.count() ? Remark.IS_SKEWED : Remark.NONE;
        }
        double share = rank / bucket.count();
        if (histogram.hasCustomBuckets() || (bucket.lower() <= 0 && bucket.upper() >= 0)) {
            return new Estimate(bucket.lower() + (bucket.upper() - bucket.lower()) * share, remark);
        }
        double logLower = Math.log(Math.abs(bucket.lower()));
        double logUpper = Math.log(Math.abs(bucket.upper()));
        double value = bucket.lower() > 0
                ? Math.exp(logLower + (logUpper - logLower) * share)
                : -Math.exp(logUpper + (logLower - logUpper) * (1 - share));
        return new Estimate(value, remark);
    }

    private static Estimate plain(double value) {
        return new Estimate(value, Remark.NONE);
    }

    /// The zero bucket, cut at 0 when all other buckets are on one side.
    private static Bucket oneSided(FloatHistogram histogram, Bucket bucket) {
        if (histogram.negative().isEmpty() && !histogram.positive().isEmpty()) {
            return new Bucket(0, bucket.upper(), true, true, bucket.count());
        }
        if (histogram.positive().isEmpty() && !histogram.negative().isEmpty()) {
            return new Bucket(bucket.lower(), 0, true, true, bucket.count());
        }
        return bucket;
    }

    /// The share of the observations between two values.
    public static Estimate fraction(double lower, double upper, FloatHistogram histogram) {
        if (histogram.count() == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return plain(Double.NaN);
        }
        if (lower >= upper) {
            return plain(0);
        }
        var remark = Remark.NONE;
        double all = histogram.count();
        if (Double.isNaN(histogram.sum())) {
            all = 0;
            for (var bucket : histogram.buckets()) {
                all += bucket.count();
            }
            remark = all < histogram.count() ? Remark.NANS_EXCLUDED : Remark.NONE;
        }
        double below = Math.min(rank(lower, histogram, all), all);
        double belowUpper = Math.min(rank(upper, histogram, all), all);
        return new Estimate((belowUpper - below) / histogram.count(), remark);
    }

    /// How many observations lie below a value.
    private static double rank(double value, FloatHistogram histogram, double all) {
        double rank = 0;
        for (var listed : histogram.buckets()) {
            var bucket = listed;
            boolean zeroBucket = bucket.lower() <= 0 && bucket.upper() >= 0;
            if (zeroBucket) {
                bucket = oneSided(histogram, bucket);
            }
            if (bucket.lower() >= value) {
                return rank;
            }
            if (bucket.upper() > value) {
                if (bucket.lower() == Double.NEGATIVE_INFINITY && (histogram.hasCustomBuckets() || zeroBucket)) {
                    return bucket.count();
                }
                return rank + bucket.count() * bucket.shareBelow(value, histogram.hasCustomBuckets() || zeroBucket);
            }
            rank += bucket.count();
        }
        return all;
    }
}

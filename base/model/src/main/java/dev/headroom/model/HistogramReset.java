package dev.headroom.model;

import dev.headroom.model.FloatHistogram.CounterReset;

/// Tells whether a counter was reset between two native histograms of one series.
public final class HistogramReset {

    private HistogramReset() {}

    /// Whether `now` cannot have grown from `before`: it says so itself, or a count has fallen, or it has become more
    /// exact, which only happens after a restart. The sum of the observations says nothing.
    public static boolean between(FloatHistogram before, FloatHistogram now) {
        return switch (now.counterReset()) {
            case RESET -> true;
            case NOT_RESET -> false;
            case UNKNOWN, GAUGE -> hasFallen(before, now);
        };
    }

    private static boolean hasFallen(FloatHistogram before, FloatHistogram now) {
        if (now.count() < before.count() || now.hasCustomBuckets() != before.hasCustomBuckets()) {
            return true;
        }
        if (now.hasCustomBuckets()) {
            return hasFallenAtSharedBounds(before, now);
        }
        if (now.schema() > before.schema() || now.zeroThreshold() < before.zeroThreshold()) {
            return true;
        }
        var zero = new ZeroBucket(before);
        if (now.zeroThreshold() > before.zeroThreshold()) {
            zero.widen(now.zeroThreshold());
        }
        return zero.threshold() != now.zeroThreshold()
                || now.zeroCount() < zero.count()
                || hasFallen(zero.outside(before.positive()), before.schema(), now.positive(), now.schema())
                || hasFallen(zero.outside(before.negative()), before.schema(), now.negative(), now.schema());
    }

    private static boolean hasFallen(BucketCounts before, int schemaBefore, BucketCounts now, int schema) {
        int place = 0;
        int i = 0;
        while (i < before.size()) {
            int index = HistogramBounds.coarser(before.index(i), schemaBefore, schema);
            double count = 0;
            while (i < before.size() && HistogramBounds.coarser(before.index(i), schemaBefore, schema) == index) {
                count += before.count(i++);
            }
            while (place < now.size() && now.index(place) < index) {
                place++;
            }
            double counted = place < now.size() && now.index(place) == index ? now.count(place) : 0;
            if (counted < count) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasFallenAtSharedBounds(FloatHistogram before, FloatHistogram now) {
        var shared = HistogramBounds.shared(before.customBounds(), now.customBounds());
        var countsBefore = mapped(before, HistogramBounds.mapping(before.customBounds(), shared), shared.size());
        var counts = mapped(now, HistogramBounds.mapping(now.customBounds(), shared), shared.size());
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < countsBefore[i]) {
                return true;
            }
        }
        return false;
    }

    private static double[] mapped(FloatHistogram histogram, int[] mapping, int bounds) {
        var counts = new double[bounds + 1];
        for (int i = 0; i < histogram.positive().size(); i++) {
            counts[mapping[histogram.positive().index(i)]] += histogram.positive().count(i);
        }
        return counts;
    }
}

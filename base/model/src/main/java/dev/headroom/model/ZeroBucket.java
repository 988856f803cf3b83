package dev.headroom.model;

import java.util.List;

/// The zero bucket that an exponential histogram would have if it were wider; the histogram itself stays as it is.
final class ZeroBucket {

    private final FloatHistogram histogram;
    private double threshold;
    private double count;

    ZeroBucket(FloatHistogram histogram) {
        this.histogram = histogram;
        this.threshold = histogram.zeroThreshold();
        this.count = histogram.zeroCount();
    }

    double threshold() {
        return threshold;
    }

    double count() {
        return count;
    }

    /// Widens to a threshold, and further to the edge of a populated bucket when the threshold would cut one.
    void widen(double wanted) {
        double edge = wanted;
        double cut = edgeOfCutBucket(edge);
        while (cut > edge) {
            edge = cut;
            cut = edgeOfCutBucket(edge);
        }
        threshold = edge;
        var total = new KahanSum(histogram.zeroCount());
        for (var side : List.of(histogram.positive(), histogram.negative())) {
            for (int i = 0; i < side.size(); i++) {
                if (lower(side.index(i)) < threshold) {
                    total.add(side.count(i));
                }
            }
        }
        count = total.value();
    }

    private double edgeOfCutBucket(double edge) {
        for (var side : List.of(histogram.positive(), histogram.negative())) {
            for (int i = 0; i < side.size(); i++) {
                double upper = HistogramBounds.exponential(side.index(i), histogram.schema());
                if (lower(side.index(i)) < edge && upper > edge && side.count(i) != 0) {
                    return upper;
                }
            }
        }
        return edge;
    }

    private double lower(int index) {
        return HistogramBounds.exponential(index - 1, histogram.schema());
    }

    /// The buckets of a side that are not part of the zero bucket.
    BucketCounts outside(BucketCounts side) {
        int inside = 0;
        while (inside < side.size()
                && HistogramBounds.exponential(side.index(inside), histogram.schema()) <= threshold) {
            inside++;
        }
        return inside == 0 ? side : side.from(inside);
    }
}

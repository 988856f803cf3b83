package dev.headroom.promqltest;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;

/// Equality of native histograms as Prometheus' test runner has it: the same layout without empty buckets, numbers as
/// [AlmostEqual] compares them, and the hint about a counter reset only where the script writes one.
final class HistogramMatch {

    private HistogramMatch() {}

    static boolean test(SeriesValue.Histogram expected, FloatHistogram got) {
        var wanted = expected.value();
        return wanted.schema() == got.schema()
                && AlmostEqual.test(wanted.count(), got.count())
                && AlmostEqual.test(wanted.sum(), got.sum())
                && wanted.customBounds().equals(got.customBounds())
                && wanted.zeroThreshold() == got.zeroThreshold()
                && AlmostEqual.test(wanted.zeroCount(), got.zeroCount())
                && test(wanted.positive().compact(), got.positive().compact())
                && test(wanted.negative().compact(), got.negative().compact())
                && (!expected.hinted() || wanted.counterReset() == got.counterReset());
    }

    private static boolean test(BucketCounts wanted, BucketCounts got) {
        if (wanted.size() != got.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.index(i) != got.index(i) || !AlmostEqual.test(wanted.count(i), got.count(i))) {
                return false;
            }
        }
        return true;
    }
}

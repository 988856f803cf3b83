package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.SampleSink.Append;
import java.util.List;

/// Native histograms that stand for numbers, so that a test of numbers is one of histograms, too: every third series
/// has them. The number is the count of all observations, and all the rest follows from it.
final class Counted {

    private static final int SCHEMA_BITS = 4;

    private Counted() {}

    static boolean isHistogram(Labels series) {
        return series.hashCode() % 3 == 0;
    }

    /// Appends a number, or the histogram that stands for it in the series; what no histogram can count is a number.
    static Append append(SampleSink.Appender batch, Labels series, long timestampMillis, double value) {
        return isHistogram(series) && value >= 0 && Double.isFinite(value)
                ? batch.append(series, timestampMillis, histogram(value))
                : batch.append(series, timestampMillis, value);
    }

    /// Grows in counts and buckets as the number does; the layout is another one for every sixteenth number.
    static FloatHistogram histogram(double value) {
        var counts = new double[1 + (int) Math.min(value, 12)];
        boolean whole = value == Math.rint(value);
        for (int i = 0; i < counts.length; i++) {
            counts[i] = whole ? Math.floor(value / (1 + i)) : value / (1 + i);
        }
        int schema = (int) (((long) value >> SCHEMA_BITS) & 3);
        return new FloatHistogram(
                CounterReset.UNKNOWN,
                schema,
                0x1p-128,
                Math.floor(value / 7),
                value,
                value * 1.1,
                BucketCounts.adjacent(-2, counts),
                BucketCounts.adjacent(3, Math.floor(value / 3)),
                List.of());
    }

    /// The number at an index, or the one that the histogram there stands for.
    static double value(Samples samples, int index) {
        var histogram = samples.histogram(index);
        if (histogram == null) {
            return samples.value(index);
        }
        var expected = histogram(histogram.count());
        assertTrue(expected.compact().hasSameData(histogram), () -> "expected " + expected + ", got " + histogram);
        return histogram.count();
    }
}

package dev.headroom.remotewrite;

import dev.headroom.files.ByteWriter;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import java.util.List;

/// The message `prometheus.Histogram`, always with fractional counts. Source: Prometheus' `prompb/types.proto`.
final class HistogramMessage {

    private static final int COUNT = 2;
    private static final int SUM = 3;
    private static final int SCHEMA = 4;
    private static final int ZERO_THRESHOLD = 5;
    private static final int ZERO_COUNT = 7;
    private static final int NEGATIVE_SPANS = 8;
    private static final int NEGATIVE_COUNTS = 10;
    private static final int POSITIVE_SPANS = 11;
    private static final int POSITIVE_COUNTS = 13;
    private static final int RESET_HINT = 14;
    private static final int TIMESTAMP = 15;
    private static final int CUSTOM_VALUES = 16;
    private static final int SPAN_OFFSET = 1;
    private static final int SPAN_LENGTH = 2;

    private HistogramMessage() {}

    static void write(ByteWriter out, FloatHistogram histogram, long timestampMillis) {
        Protobuf.number(out, COUNT, histogram.count());
        Protobuf.number(out, SUM, histogram.sum());
        Protobuf.signed(out, SCHEMA, histogram.schema());
        Protobuf.number(out, ZERO_THRESHOLD, histogram.zeroThreshold());
        Protobuf.number(out, ZERO_COUNT, histogram.zeroCount());
        side(out, histogram.negative(), NEGATIVE_SPANS, NEGATIVE_COUNTS);
        side(out, histogram.positive(), POSITIVE_SPANS, POSITIVE_COUNTS);
        Protobuf.number(out, RESET_HINT, hint(histogram.counterReset()));
        Protobuf.number(out, TIMESTAMP, timestampMillis);
        doubles(out, CUSTOM_VALUES, histogram.customBounds());
    }

    private static long hint(FloatHistogram.CounterReset reset) {
        return switch (reset) {
            case UNKNOWN -> 0;
            case RESET -> 1;
            case NOT_RESET -> 2;
            case GAUGE -> 3;
        };
    }

    /// Buckets in runs of neighbours: how many indexes lie between a run and the one before, and how long it is.
    private static void side(ByteWriter out, BucketCounts buckets, int spans, int counts) {
        var span = new ByteWriter(16);
        int next = 0;
        for (int i = 0; i < buckets.size(); ) {
            int length = 1;
            while (i + length < buckets.size() && buckets.index(i + length) == buckets.index(i) + length) {
                length++;
            }
            span.clear();
            Protobuf.signed(span, SPAN_OFFSET, (long) buckets.index(i) - next);
            Protobuf.number(span, SPAN_LENGTH, (long) length);
            Protobuf.message(out, spans, span);
            next = buckets.index(i) + length;
            i += length;
        }
        var values = new ByteWriter(Double.BYTES * buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            values.u64(Double.doubleToRawLongBits(buckets.count(i)));
        }
        if (buckets.size() > 0) {
            Protobuf.message(out, counts, values);
        }
    }

    private static void doubles(ByteWriter out, int field, List<Double> numbers) {
        var values = new ByteWriter(Double.BYTES * numbers.size());
        numbers.forEach(one -> values.u64(Double.doubleToRawLongBits(one)));
        if (!numbers.isEmpty()) {
            Protobuf.message(out, field, values);
        }
    }
}

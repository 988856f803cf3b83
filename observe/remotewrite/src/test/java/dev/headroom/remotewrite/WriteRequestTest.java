package dev.headroom.remotewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.LogPosition;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes that are sent.
class WriteRequestTest {

    @Test
    void aRequestHasTheBytesThatTheDescriptionOfTheMessageSays() {
        var series = RemoteSeries.of(Labels.of("a", "b"), Map.of(), List.of()).orElseThrow();
        var sample = new Pending.Value(series, new LogPosition(1, 0, 0), 0, 300, 1.0);
        // timeseries { labels { name "a" value "b" } samples { value 1.0 timestamp 300 } }
        assertEquals(
                "0a16" + "0a06" + "0a0161" + "120162" + "120c" + "09000000000000f03f" + "10ac02",
                HexFormat.of().formatHex(WriteRequest.of(List.of(sample))));
    }

    @Test
    void aHistogramHasTheBytesThatTheDescriptionOfTheMessageSays() {
        var series = RemoteSeries.of(Labels.of("a", "b"), Map.of(), List.of()).orElseThrow();
        var buckets = new BucketCounts(new int[] {-1, 0, 3}, new double[] {1, 2, 3});
        var histogram = new FloatHistogram(
                CounterReset.NOT_RESET, 2, 0.5, 1, 7, 9, buckets, BucketCounts.none(), List.of());
        var sample = new Pending.Histogram(series, new LogPosition(1, 0, 0), 0, 300, histogram);
        // count_float 7, sum 9, schema 2, zero_threshold 0.5, zero_count_float 1
        assertEquals(
                "0a5b" + "0a06" + "0a0161" + "120162" + "2251"
                        + "110000000000001c40" + "190000000000002240" + "2004" + "29000000000000e03f"
                        + "39000000000000f03f"
                        // positive_spans -1 for 2, 2 for 1; positive_counts 1, 2, 3; reset_hint NO; timestamp 300
                        + "5a0408011002" + "5a0408041001"
                        + "6a18000000000000f03f00000000000000400000000000000840" + "7002" + "78ac02",
                HexFormat.of().formatHex(WriteRequest.of(List.of(sample))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 32_767, 32_768, 65_536, 70_000, 200_000, 1_000_000})
    void packedBytesAreOneBlockOfAnyLength(int length) {
        var random = new SplittableRandom(length);
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(8) < 7 ? i % 97 : random.nextInt(256));
        }
        var packed = SnappyBlock.pack(bytes);
        var out = Unpooled.buffer();
        new Snappy().decode(Unpooled.wrappedBuffer(packed), out);
        var unpacked = new byte[out.readableBytes()];
        out.readBytes(unpacked);
        assertArrayEquals(bytes, unpacked);
        assertTrue(packed.length <= length * 7L / 10 + 100, packed.length + " bytes");
    }
}

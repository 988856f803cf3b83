package dev.headroom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Head;
import dev.headroom.tsdb.HeadOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FederationTest {

    private static final Instant NOW = Instant.ofEpochSecond(1000);

    private final Head head = new Head(HeadOptions.defaults());
    private final Federation federation = new Federation(
            head, new VirtualTimeline(NOW), Duration.ofMinutes(5), () -> Map.of("region", "eu"));

    private static FloatHistogram histogram(int schema, List<Double> bounds) {
        return new FloatHistogram(CounterReset.UNKNOWN, schema, 0, 0, 6.5, 3,
                new BucketCounts(new int[] {0, 2}, new double[] {2, 4.5}), BucketCounts.none(), bounds);
    }

    @Test
    void aHistogramWithCustomBucketsIsAClassicOneOnThePageAndAnyOtherIsLeftOut() {
        var batch = head.appender();
        batch.append(Labels.of(Labels.NAME, "latency", "job", "a"), 999_000,
                histogram(FloatHistogram.CUSTOM_BUCKETS, List.of(0.5, 1.0)));
        batch.append(Labels.of(Labels.NAME, "latency", "job", "b"), 999_000, 17);
        batch.append(Labels.of(Labels.NAME, "latency", "job", "c"), 999_000, histogram(3, List.of()));
        batch.commit();
        var request = new ApiRequest("GET", "/federate", "match[]=latency", "", Map.of());
        assertEquals(
                """
                # TYPE latency histogram
                latency_bucket{job="a",instance="",region="eu",le="0.5"} 2 999000
                latency_bucket{job="a",instance="",region="eu",le="1"} 2 999000
                latency_bucket{job="a",instance="",region="eu",le="+Inf"} 6.5 999000
                latency_sum{job="a",instance="",region="eu"} 3 999000
                latency_count{job="a",instance="",region="eu"} 6.5 999000
                # TYPE latency untyped
                latency{job="b",instance="",region="eu"} 17 999000
                """,
                federation.answer(request).body());
    }
}

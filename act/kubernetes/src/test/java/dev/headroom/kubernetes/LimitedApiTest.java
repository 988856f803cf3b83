package dev.headroom.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LimitedApiTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Request READ = Request.read("/api/v1/namespaces/shop/pods");

    private final VirtualTimeline timeline = new VirtualTimeline(START);
    private final LimitedApi api = new LimitedApi(
            new MemoryApi(timeline), timeline, new LimitedApi.Rate(10, 5), timeline::advance);

    private void send(int requests) {
        for (int i = 0; i < requests; i++) {
            api.send(READ);
        }
    }

    @Test
    void aBurstGoesAtOnceAndTheRestAtTheRate() {
        send(5);
        assertEquals(START, timeline.now());
        send(20);
        assertEquals(START.plusSeconds(2), timeline.now());
        assertEquals(25, api.requests());
        assertEquals(20, api.waits());
    }

    @Test
    void quietTimeFillsTheBucketAndNotMore() {
        send(5);
        timeline.advance(Duration.ofMinutes(1));
        var before = timeline.now();
        send(5);
        assertEquals(before, timeline.now());
        send(1);
        assertTrue(timeline.now().isAfter(before));
    }

    @Test
    void aRateThatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LimitedApi.Rate(0, 5));
        assertThrows(IllegalArgumentException.class, () -> new LimitedApi.Rate(Double.NaN, 5));
        assertThrows(IllegalArgumentException.class, () -> new LimitedApi.Rate(1, 0));
    }
}

package dev.headroom.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.kubernetes.MemoryApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class RunningKedaTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final VirtualTimeline timeline = new VirtualTimeline(START);
    private final MemoryApi server = new MemoryApi(timeline);
    private final RunningKeda keda = new RunningKeda(
            server,
            timeline,
            new ClusterCache(server, timeline, new Random(1), Optional.empty(), new ClusterCache.Listener() {
                @Override
                public void autoscalerChanged(String key, Optional<Held> before, Optional<Held> after) {}

                @Override
                public void scaledObjectChanged(String key, Optional<Held> before, Optional<Held> after) {}
            }),
            "keda");

    private static ObjectNode lease(Instant renewal) {
        var lease = JsonNodeFactory.instance.objectNode();
        lease.putObject("metadata").put("name", "operator.keda.sh").put("namespace", "keda");
        lease.putObject("spec")
                .put("holderIdentity", "keda-operator-abc")
                .put("leaseDurationSeconds", 15)
                .put("renewTime", renewal.toString());
        return lease;
    }

    private void created(Instant renewal) {
        server.send(Request.create(Resource.LEASES.path(Optional.of("keda")), lease(renewal)));
    }

    private void renewed(Instant renewal) {
        server.send(Request.merge(Resource.LEASES.path("keda", "operator.keda.sh"), lease(renewal)));
    }

    private void pass(int seconds) {
        timeline.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void whoRenewsByAClockThatIsAnHourLateIsThere() {
        created(timeline.now().minus(Duration.ofHours(1)));
        for (int look = 0; look < 10; look++) {
            renewed(timeline.now().minus(Duration.ofHours(1)));
            assertTrue(keda.evidence().orElse("").contains("keda-operator-abc"));
            pass(30);
        }
    }

    @Test
    void whoDoesNotRenewAnyMoreIsGoneHoweverFarAheadItsClockWas() {
        created(timeline.now().plus(Duration.ofHours(1)));
        assertTrue(keda.evidence().isPresent(), "it may be about to renew");
        pass(30);
        assertFalse(keda.evidence().isPresent());
    }

    @Test
    void whatWasLeftYesterdayKeepsNobodyWaiting() {
        created(START.minus(Duration.ofDays(2)));
        assertEquals(Optional.empty(), keda.evidence());
    }
}

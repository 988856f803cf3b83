package dev.headroom.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.kubernetes.EventRecorder.Note;
import dev.headroom.kubernetes.EventRecorder.Subject;
import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class EventRecorderTest {

    private static final Subject WEB = new Subject("keda.sh/v1alpha1", "ScaledObject", "shop", "web", "u1");

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T12:00:00Z"));
    private final MemoryApi server = new MemoryApi(timeline);
    private final EventRecorder events = new EventRecorder(server, timeline, "headroom-operator", new Random(1));

    private List<JsonNode> written() {
        return server.send(Request.read(Resource.EVENTS.path(Optional.of("shop"))))
                .found()
                .orElseThrow()
                .path("items")
                .valueStream()
                .toList();
    }

    @Test
    void whatIsSaidAgainIsCounted() {
        var note = new Note("Warning", "KEDAScalerFailed", "no such host");
        events.tell(WEB, note);
        timeline.advance(Duration.ofMinutes(1));
        events.tell(WEB, note);
        timeline.advance(Duration.ofMinutes(1));
        events.tell(WEB, note);
        var only = written().getFirst();
        assertEquals(1, written().size());
        assertEquals(3, only.path("count").asInt());
        assertEquals("2026-03-01T12:00:00Z", only.path("firstTimestamp").asString());
        assertEquals("2026-03-01T12:02:00Z", only.path("lastTimestamp").asString());
        assertEquals("web", only.path("involvedObject").path("name").asString());
    }

    @Test
    void whatIsSaidMuchLaterIsNews() {
        var note = new Note("Normal", "ScaledObjectReady", "ScaledObject is ready for scaling");
        events.tell(WEB, note);
        timeline.advance(EventRecorder.REMEMBERED.plusSeconds(1));
        events.tell(WEB, note);
        assertEquals(2, written().size());
    }

    @Test
    void anObjectWithTooMuchToSayIsNotListenedTo() {
        for (int i = 0; i < 100; i++) {
            events.tell(WEB, new Note("Normal", "Decided", i + " replicas"));
        }
        assertEquals(EventRecorder.BURST, written().size());
        assertEquals(100 - EventRecorder.BURST, events.dropped());
        var other = new Subject("keda.sh/v1alpha1", "ScaledObject", "shop", "api", "u2");
        events.tell(other, new Note("Normal", "Decided", "2 replicas"));
        assertEquals(EventRecorder.BURST + 1, written().size());
        timeline.advance(EventRecorder.REFILL);
        events.tell(WEB, new Note("Normal", "Decided", "101 replicas"));
        assertEquals(EventRecorder.BURST + 2, written().size());
    }
}

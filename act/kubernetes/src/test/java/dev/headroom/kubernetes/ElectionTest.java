package dev.headroom.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ElectionTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration WRITE = Request.TIMEOUT;

    private final VirtualTimeline timeline = new VirtualTimeline(START);
    private final MemoryApi server = new MemoryApi(timeline);
    private final List<String> told = new ArrayList<>();

    /// A way to the server that can be cut for one process.
    private static final class Line implements KubernetesApi {
        private final KubernetesApi api;
        private boolean cut;

        Line(KubernetesApi api) {
            this.api = api;
        }

        @Override
        public Answer send(Request request) {
            return cut ? new Answer.Unanswered("cut off") : api.send(request);
        }

        @Override
        public Watch watch(String path, WatchSink sink) {
            return api.watch(path, sink);
        }
    }

    private final Line lineOfOne = new Line(server);
    private final Line lineOfTwo = new Line(server);

    private Election candidate(String name, KubernetesApi api) {
        return new Election(
                api,
                timeline,
                Election.Settings.standard("headroom", "operator", name),
                new Random(1),
                leads -> told.add(name + " " + leads));
    }

    /// What the API server notes of each write, by its own clock.
    @Test
    void theClockOfTheApiServerIsReadFromTheLease() {
        KubernetesApi anHourAhead = new KubernetesApi() {
            @Override
            public Answer send(Request request) {
                var answer = server.send(request);
                answer.found().map(ObjectNode.class::cast).ifPresent(lease -> lease.withObject("/metadata")
                        .putArray("managedFields")
                        .addObject()
                        .put("time", timeline.now().plus(Duration.ofHours(1)).toString()));
                return answer;
            }

            @Override
            public Watch watch(String path, WatchSink sink) {
                return server.watch(path, sink);
            }
        };
        var one = candidate("one", anHourAhead);
        assertEquals(timeline.now(), one.serverTime(), "until something is known");
        one.start();
        timeline.advance(Duration.ofSeconds(10));
        assertEquals(timeline.now().plus(Duration.ofHours(1)), one.serverTime());
        one.close();
    }

    @Test
    void oneOfTwoLeadsAndTheOtherWaits() {
        var one = candidate("one", lineOfOne);
        var two = candidate("two", lineOfTwo);
        one.start();
        two.start();
        timeline.advance(Duration.ofMinutes(5));
        assertEquals(List.of("one true"), told);
        assertTrue(one.leads());
        assertFalse(two.leads());
        assertEquals("one", two.holder());
        assertFalse(two.allows(Duration.ZERO));
    }

    @Test
    void aLeaderWhoIsCutOffGivesUpBeforeAnotherOneTakesOver() {
        var one = candidate("one", lineOfOne);
        var two = candidate("two", lineOfTwo);
        one.start();
        two.start();
        timeline.advance(Duration.ofSeconds(20));
        lineOfOne.cut = true;
        for (int second = 0; second < 60; second++) {
            timeline.advance(Duration.ofSeconds(1));
            assertFalse(one.leads() && two.leads(), "two lead at " + timeline.now());
            assertFalse(one.allows(WRITE) && two.allows(WRITE), "two may write at " + timeline.now());
        }
        assertEquals(List.of("one true", "one false", "two true"), told);
        lineOfOne.cut = false;
        timeline.advance(Duration.ofMinutes(1));
        assertTrue(two.leads());
        assertEquals("two", one.holder());
    }

    /// Nothing runs in a process that is stopped, its clocks go on: what it asks first when it goes on is answered no.
    @Test
    void aLeaderThatWasStoppedMayNotWriteWhenItGoesOn() {
        var one = candidate("one", lineOfOne);
        one.start();
        timeline.advance(Duration.ofSeconds(1));
        assertTrue(one.allows(WRITE));
        lineOfOne.cut = true;
        timeline.advance(Duration.ofSeconds(8));
        assertTrue(one.leads(), "it has not given up yet");
        assertTrue(one.allows(Duration.ofSeconds(2)));
        timeline.advance(Duration.ofSeconds(1));
        assertFalse(one.allows(WRITE), "a write of 5 s could end after the lease");
    }

    @Test
    void aRenewalThatIsAnsweredTooLateCountsForNothing() {
        var one = candidate("one", lineOfOne);
        one.start();
        timeline.advance(Duration.ofSeconds(1));
        var slow = new boolean[] {true};
        server.beforeEach(() -> {
            if (slow[0]) {
                slow[0] = false;
                timeline.advance(Duration.ofSeconds(12));
            }
        });
        timeline.advance(Duration.ofSeconds(3));
        assertTrue(told.contains("one false"), told.toString());
    }

    @Test
    void whoEndsHandsTheLeaseBack() {
        var one = candidate("one", lineOfOne);
        var two = candidate("two", lineOfTwo);
        one.start();
        timeline.advance(Duration.ofSeconds(1));
        two.start();
        timeline.advance(Duration.ofSeconds(10));
        one.close();
        timeline.advance(Duration.ofSeconds(4));
        assertTrue(two.leads(), "nobody has to wait for the lease to run out");
        assertEquals(List.of("one true", "one false", "two true"), told);
        assertEquals(1, two.transitions());
    }

    @Test
    void whoCannotReachTheServerLeadsNothing() {
        server.fail("no route to host");
        var one = candidate("one", lineOfOne);
        one.start();
        timeline.advance(Duration.ofMinutes(2));
        assertEquals(List.of(), told);
        server.recover();
        timeline.advance(Duration.ofSeconds(5));
        assertTrue(one.leads());
    }

    @Test
    void aFenceHoldsBackWhatTheLeaseDoesNotCover() {
        var one = candidate("one", lineOfOne);
        var fenced = new FencedApi(server, one::allows);
        var path = Resource.CONFIG_MAPS.path("headroom", "x");
        assertTrue(fenced.send(Request.merge(path, tools.jackson.databind.node.JsonNodeFactory.instance.objectNode()))
                instanceof Answer.Fenced);
        assertEquals(1, fenced.held());
        assertTrue(fenced.send(Request.read(path)).isNotFound(), "reading is free");
    }
}

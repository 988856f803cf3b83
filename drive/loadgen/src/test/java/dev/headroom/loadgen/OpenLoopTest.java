package dev.headroom.loadgen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.arrivals.Arrivals;
import dev.headroom.arrivals.Shape;
import dev.headroom.arrivals.ShapeText;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenLoopTest {

    private static final LoadRequest PAGE = LoadRequest.fetch(URI.create("http://127.0.0.1:1/"));
    private static final Duration QUICK = Duration.ofMillis(20);

    private static LoadPlan paced(String shape) {
        return LoadPlan.of(PAGE, new Traffic.Open(new Arrivals.Paced(ShapeText.parse(shape))));
    }

    private static LoadPlan within(LoadPlan plan, LoadLimits limits) {
        return new LoadPlan(plan.mix(), plan.traffic(), limits, plan.seed());
    }

    private static List<Duration> due(Arrivals arrivals) {
        var due = new ArrayList<Duration>();
        var cursor = arrivals.cursor();
        for (long at = cursor.next(); at != Arrivals.Cursor.END; at = cursor.next()) {
            due.add(Duration.ofNanos(at));
        }
        return due;
    }

    private static void assertNear(Duration expected, Duration actual, Duration tolerance) {
        assertTrue(
                actual.minus(expected).abs().compareTo(tolerance) <= 0, "expected " + expected + ", was " + actual);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20 for 3s",
                "5 to 40 over 4s",
                "10 for 2s, 60 for 1s, 10 for 2s",
                "sine 20 by 10 every 2s for 4s",
                "0 for 1s, 30 for 1s"
            })
    void everyShapeIsSentWhenItIsDue(String shape) {
        for (int threads : new int[] {1, 3}) {
            var server = ScriptedServer.answeringAfter(QUICK);
            var plan = paced(shape);
            var end = server.run(within(plan, LoadLimits.DEFAULT.withThreads(threads)));
            var due = due(((Traffic.Open) plan.traffic()).arrivals());
            assertEquals(due.size(), server.sent.size());
            for (int i = 0; i < due.size(); i++) {
                assertNear(due.get(i), server.sent.get(i), Duration.ofNanos(50_000));
            }
            assertEquals(due.size(), end.counts().arrivals());
            assertEquals(due.size(), end.counts().of(Outcome.OK));
            assertEquals(0, end.measured().lateness().late());
        }
    }

    @Test
    void aFailureKnowsTheStatusOfItsAnswer() {
        var server = ScriptedServer.answeringAfter(QUICK);
        server.status = 503;
        assertEquals(503, server.run(paced("10 for 1s")).failures().getFirst().status().orElseThrow());

        var nobody = ScriptedServer.answeringAfter(QUICK);
        nobody.status = 0;
        assertTrue(nobody.run(paced("10 for 1s")).failures().getFirst().status().isEmpty());
    }

    @Test
    void answersBeyondTheObjectiveAreCountedInTheSecondInWhichTheyCame() {
        // every request that is due in the first second takes 500 ms, every later one 100 ms
        var server = new ScriptedServer(now -> Duration.ofMillis(now.toMillis() < 1000 ? 500 : 100));
        var run = server.start(paced("10 for 3s").withObjective(Duration.ofMillis(350)));
        server.timeline.advance(Duration.ofSeconds(4));
        run.finished().join();

        var slow = run.seconds().stream().map(second -> second.slow().orElseThrow()).toList();
        assertEquals(List.of(5L, 5L, 0L), slow.subList(0, 3));
        assertEquals(10, slow.stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void aStallOfTheServerIsInTheLatenciesOfAllWhoWouldHaveWaited() {
        // the server stands still from 2 s to 5 s: whoever arrives then waits until 5 s
        var stallEnd = Duration.ofSeconds(5);
        var server = new ScriptedServer(now -> now.compareTo(Duration.ofSeconds(2)) >= 0 && now.compareTo(stallEnd) < 0
                ? stallEnd.minus(now)
                : QUICK);
        var end = server.run(paced("100 for 10s"));
        assertEquals(1000, end.counts().completed());
        assertEquals(3.0, end.measured().total().max(), 0.02);
        assertEquals(2.5, end.measured().total().p95(), 0.02);
        assertEquals(0.02, end.measured().total().p50(), 0.001);
    }

    @Test
    void whoWaitsForAConnectionWaitsInTheLatencyToo() {
        var server = ScriptedServer.answeringAfter(Duration.ofSeconds(1));
        var end = server.run(within(paced("4 for 2s"), LoadLimits.DEFAULT.withConnections(2)));
        assertEquals(2, server.mostOpen);
        assertEquals(8, end.counts().completed());
        assertTrue(end.measured().lateness().waited() >= 5, end.toString());
        assertTrue(end.measured().total().max() >= 2.2, end.toString());
    }

    @Test
    void whoGetsNoConnectionInTimeFailsByTheNameOfTheLimit() {
        var server = ScriptedServer.answeringAfter(Duration.ofMillis(900));
        var limits = LoadLimits.DEFAULT.withConnections(1).withTimeout(Duration.ofSeconds(1));
        var end = server.run(within(paced("10 for 2s"), limits));
        assertEquals(20, end.counts().ended());
        assertEquals(20, end.counts().of(Outcome.OK) + end.counts().of(Outcome.NO_CONNECTION));
        assertTrue(end.counts().of(Outcome.NO_CONNECTION) > 10, end.toString());
        assertEquals(1, server.mostOpen);
        assertTrue(end.failures().getFirst().detail().contains("limit connections"), end.toString());
    }

    @Test
    void aRequestWithoutAnswerTimesOutAndItsTimeIsALatency() {
        var server = ScriptedServer.answeringAfter(Duration.ofSeconds(-1));
        var end = server.run(within(paced("2 for 2s"), LoadLimits.DEFAULT.withTimeout(Duration.ofSeconds(3))));
        assertEquals(4, end.counts().of(Outcome.TIMEOUT));
        assertEquals(4, server.abandoned);
        assertEquals(3, end.measured().total().p50(), 0.01);
        assertEquals(ScriptedServer.NOON, end.failures().getFirst().due());
        assertNear(
                Duration.ofSeconds(3),
                Duration.between(end.failures().getFirst().due(), end.failures().getFirst().ended()),
                Duration.ofMillis(1));
    }

    @Test
    void everySecondIsTold() {
        var server = ScriptedServer.answeringAfter(Duration.ofMillis(500));
        var told = new ArrayList<LoadSecond>();
        var run = server.start(paced("10 for 3s"));
        run.onSecond(told::add);
        server.timeline.advance(Duration.ofMillis(1500));
        assertEquals(5, run.snapshot().state().inFlight());
        server.timeline.advance(Duration.ofSeconds(5));
        assertEquals(run.seconds(), told);
        assertEquals(30, told.stream().mapToLong(LoadSecond::arrivals).sum());
        assertEquals(30, told.stream().mapToLong(LoadSecond::completions).sum());
        assertEquals(ScriptedServer.NOON.plusSeconds(1), told.getFirst().time());
        assertEquals(0.5, told.get(1).p95(), 0.01);
        assertTrue(run.snapshot().state().finished());
    }

    @Test
    void aStoppedRunLetsThoseUnderWayEnd() {
        var server = ScriptedServer.answeringAfter(Duration.ofSeconds(1));
        var run = server.start(paced("10 for 60s"));
        server.timeline.advance(Duration.ofSeconds(3));
        run.stop();
        server.timeline.advance(Duration.ofMillis(900));
        assertTrue(!run.finished().isDone());
        server.timeline.advance(Duration.ofMillis(200));
        var end = run.finished().join();
        assertEquals(end.counts().arrivals(), end.counts().completed());
        assertTrue(end.counts().arrivals() <= 31);
    }

    @Test
    void aMixIsDrawnByWeight() {
        var url = PAGE.url();
        var mix = List.of(LoadRequest.post(url, "{}").withWeight(8), PAGE, new LoadRequest(
                "HEAD", url, Map.of(), Buffer.buffer(), 1));
        var server = ScriptedServer.answeringAfter(QUICK);
        var arrivals = new Arrivals.Paced(Shape.constant(1000, Duration.ofSeconds(5)));
        server.run(new LoadPlan(mix, new Traffic.Open(arrivals), LoadLimits.DEFAULT, 7));
        assertEquals(4000, Collections.frequency(server.methods, "POST"), 150.0);
        assertEquals(500, Collections.frequency(server.methods, "HEAD"), 100.0);
    }

    @Test
    void aRateAboveItsLimitIsRefusedByName() {
        var error = assertThrows(LoadException.class, () -> paced("300000 for 2s"));
        assertEquals("rate: expected at most 200000 a second (limit rate), got 300000", error.getMessage());
    }
}

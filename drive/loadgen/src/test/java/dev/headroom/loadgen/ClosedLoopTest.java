package dev.headroom.loadgen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClosedLoopTest {

    private static final LoadRequest PAGE = LoadRequest.fetch(URI.create("http://127.0.0.1:1/"));
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static LoadPlan users(int users, double spawnRate, ThinkTime thinkTime, Duration duration) {
        return LoadPlan.of(PAGE, new Traffic.Closed(users, spawnRate, thinkTime, duration));
    }

    private static List<Long> millis(List<Duration> durations) {
        return durations.stream().map(Duration::toMillis).toList();
    }

    @Test
    void usersStartOneAfterTheOtherAndThinkBetweenRequests() {
        var server = ScriptedServer.answeringAfter(Duration.ofMillis(100));
        var end = server.run(users(2, 2, new ThinkTime(SECOND, SECOND), Duration.ofSeconds(3)));
        assertEquals(List.of(0L, 500L, 1100L, 1600L, 2200L, 2700L), millis(server.sent));
        assertEquals(6, end.counts().completed());
        assertEquals(2, end.state().users());
    }

    @Test
    void usersOfSeveralThreadsStartInTurn() {
        var server = ScriptedServer.answeringAfter(Duration.ofMillis(100));
        var minute = Duration.ofMinutes(1);
        var plan = users(5, 1, new ThinkTime(minute, minute), SECOND.multipliedBy(10));
        server.run(new LoadPlan(plan.mix(), plan.traffic(), LoadLimits.DEFAULT.withThreads(2), 0));
        assertEquals(List.of(0L, 1000L, 2000L, 3000L, 4000L), millis(server.sent));
    }

    @Test
    void usersWhoNeverThinkSendAsSoonAsTheyAreAnswered() {
        var server = ScriptedServer.answeringAfter(Duration.ofMillis(10));
        var end = server.run(LoadPlan.of(PAGE, Traffic.Closed.flatOut(4, SECOND)));
        assertEquals(4 * 100, end.counts().completed());
        assertEquals(4, server.mostOpen);
    }

    @Test
    void thinkTimesFillTheirRangeAndFollowTheSeed() {
        var think = new ThinkTime(SECOND, SECOND.multipliedBy(3));
        var first = ScriptedServer.answeringAfter(Duration.ofMillis(1));
        var plan = users(1, 1, think, Duration.ofMinutes(30));
        first.run(plan);
        double mean = 1800.0 / first.sent.size();
        assertEquals(2, mean, 0.1);
        var again = ScriptedServer.answeringAfter(Duration.ofMillis(1));
        again.run(plan);
        assertEquals(first.sent, again.sent);
        var other = ScriptedServer.answeringAfter(Duration.ofMillis(1));
        other.run(new LoadPlan(plan.mix(), plan.traffic(), plan.limits(), 99));
        assertTrue(!first.sent.equals(other.sent));
    }

    @Test
    void aSlowServerGetsLessLoadAndTheSnapshotSaysSo() {
        var server = ScriptedServer.answeringAfter(Duration.ofSeconds(2));
        var run = server.start(users(10, 10, ThinkTime.NONE, Duration.ofSeconds(20)));
        server.timeline.advance(Duration.ofSeconds(10));
        var snapshot = run.snapshot();
        assertEquals(10, snapshot.state().inFlight());
        assertEquals(5, snapshot.measured().completionRate(), 5.0);
        assertEquals(2, snapshot.measured().window().p95(), 0.01);
        server.timeline.advance(Duration.ofSeconds(15));
        assertTrue(run.finished().isDone());
    }

    @Test
    void usersWhoAreRefusedPauseBeforeTheyTryAgain() {
        var server = ScriptedServer.answeringAfter(Duration.ZERO);
        server.status = 0;
        var end = server.run(LoadPlan.of(PAGE, Traffic.Closed.flatOut(3, SECOND)));
        assertEquals(3 * 10, end.counts().of(Outcome.REFUSED));
        assertEquals(0, end.counts().completed());
        assertEquals(0, end.measured().total().count());
        assertEquals(1, end.counts().errorRate());
    }

    @Test
    void moreUsersThanTheLimitAreRefusedByName() {
        var error = assertThrows(LoadException.class, () -> users(20_001, 1, ThinkTime.NONE, SECOND));
        assertEquals("users: expected at most 20000 (limit users), got 20001", error.getMessage());
        var connections = assertThrows(LoadException.class, () -> users(10_001, 1, ThinkTime.NONE, SECOND));
        assertTrue(String.valueOf(connections.getMessage()).contains("limit connections"));
    }
}

package dev.headroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.records.Rerun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// The loop with everything real but the traffic: processes, sockets, the wall clock.
class WholeLoopTest {

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private LiveLoop loop;

    @BeforeEach
    void start() {
        loop = new LiveLoop(folder);
    }

    @AfterEach
    void end() {
        loop.close();
        assertTrue(loop.pods().isEmpty(), () -> "pods outlived the loop: " + loop.pods());
    }

    @Test
    void replicasFollowWhatTheirPagesSay() throws IOException {
        assertTrue(loop.until(() -> loop.readyReplicas() == 1));
        loop.pages("fine", 25);
        assertTrue(loop.until(() -> loop.readyReplicas() == 3), () -> loop.newest().toString());
        assertTrue(loop.hasEvent("SuccessfulRescale"));
        loop.pages("fine", 1);
        assertTrue(loop.until(() -> loop.pods().size() == 1), () -> loop.newest().toString());
        decidesAgain();
    }

    /// What was decided is on disk with all that it rests on, and is found there by its time.
    private void decidesAgain() throws IOException {
        var rerun = new Rerun();
        var lines = Files.readAllLines(folder.resolve("decisions.jsonl"));
        for (var line : lines) {
            assertEquals(List.of(), rerun.line(JsonMapper.shared().readTree(line)), line);
        }
        assertTrue(lines.size() > 10, lines.size() + " lines");
        var rise = loop.read("/api/headroom/v1/explain?name=web&since=0");
        assertTrue(rise.contains("1 → 3 replicas") || rise.contains("→ 3 replicas"), rise);
        var past = loop.read("/api/headroom/v1/explain?name=web&at=2020-01-01T00:00:00Z");
        assertTrue(past.contains("expected a decision at or before 2020-01-01T00:00:00Z, got none"), past);
        var first = loop.read("/api/headroom/v1/decisions?autoscaler=web&from=0&last=3");
        assertTrue(first.contains("\"alternatives\""), first);
    }

    /// Whoever reads "no data" as 0 would scale to the minimum here: the pages that answer at all speak of no load.
    @ParameterizedTest
    @CsvSource({
        "gone, 404",
        "slow, scrape timeout of 200ms",
        "garbage, expected",
        "empty, the page is empty",
    })
    void aBrokenMetricsPathHoldsTheReplicasAndIsNamed(String fault, String words) {
        loop.pages("fine", 12);
        assertTrue(loop.until(() -> loop.readyReplicas() == 3), () -> loop.newest().toString());

        loop.pages(fault, 0);
        assertTrue(loop.until(() -> alerts().contains("HeadroomMetricsPathBroken")), () -> alerts());
        assertTrue(loop.until(() -> loop.newest().inputs().getFirst().signal().number().isEmpty()));
        var explained = loop.read("/api/headroom/v1/explain?name=web");
        assertTrue(explained.contains(words) && explained.matches("(?s).*(newest sample .* old|no sample of).*"),
                explained);
        assertTrue(loop.read("/api/headroom/v1/status").contains(words), () -> loop.read("/api/headroom/v1/status"));
        assertEquals(3, loop.readyReplicas());

        loop.pages("fine", 1);
        assertTrue(loop.until(() -> loop.pods().size() == 1), () -> loop.newest().toString());
        assertTrue(loop.until(() -> !alerts().contains("firing")), this::alerts);
    }

    @Test
    void aReplicaThatIsKilledComesBack() {
        assertTrue(loop.until(() -> loop.readyReplicas() == 1));
        long pid = loop.pods().getFirst().containers().getFirst().pid().orElseThrow();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        assertTrue(loop.until(() -> loop.pods().getFirst().restarts() == 1 && loop.readyReplicas() == 1));
        assertEquals(1, loop.pods().size());
        assertTrue(loop.hasEvent("ContainerDied"));
    }

    @Test
    void aPageOfEveryKindIsServed() {
        assertTrue(loop.until(() -> loop.wiring.ready()));
        assertEquals("ok\n", loop.read("/livez"));
        assertTrue(loop.read("/").contains("<title>"));
        assertTrue(loop.read("/metrics").contains("headroom_decisions_total"));
        assertTrue(loop.until(() -> loop.read("/api/v1/query?query=up").contains("\"web\"")));
        assertTrue(loop.read("/api/v1/targets").contains("/metrics"));
        assertTrue(loop.read("/api/v1/rules").contains("HeadroomMetricsPathBroken"));
        assertTrue(loop.read("/api/headroom/v1/panels?autoscaler=web").contains("work_in_flight"));
        assertTrue(loop.read("/api/headroom/v1/explain?name=nobody").contains("expected one that runs (web)"));
    }

    private String alerts() {
        return loop.read("/api/v1/alerts");
    }

    @Test
    void anAddressThatIsTakenIsOneLineAndLeavesNothingBehind() {
        int taken = java.net.URI.create(loop.wiring.url()).getPort();
        var refused = org.junit.jupiter.api.Assertions.assertThrows(
                AddressTakenException.class,
                () -> Wiring.start(LiveLoop.config(folder.resolve("second"), taken), java.util.List.of()));
        assertTrue(refused.toString().contains(String.valueOf(taken)), refused.toString());
        LiveLoop.pause(Duration.ofMillis(100));
        assertTrue(loop.until(() -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("vert.x-acceptor"))
                        .count()
                <= 1));
    }
}

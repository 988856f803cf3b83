package dev.headroom.metricsapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.adapter.ResourceUsage;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.metricsapi.NodePage.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class UsageHistoryTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Pod WEB = new Pod("default", "web");
    private static final Instant LONG_AGO = NOON.minus(Duration.ofHours(5));

    private UsageHistory history = UsageHistory.start(UsageHistory.RESOLUTION);

    /// What a kubelet says of one container.
    private record Container(String name, Instant start, double cpuSeconds, long bytes) {}

    private static String page(Instant at, double nodeCpu, Container... containers) {
        var text = new StringBuilder("# TYPE node_cpu_usage_seconds_total counter\n");
        text.append("node_cpu_usage_seconds_total ").append(nodeCpu).append(' ').append(at.toEpochMilli()).append('\n');
        text.append("node_memory_working_set_bytes 4.294967296e+09 ").append(at.toEpochMilli()).append('\n');
        for (var each : containers) {
            var labels = "{container=\"" + each.name() + "\",namespace=\"default\",pod=\"web\"} ";
            text.append("container_cpu_usage_seconds_total").append(labels).append(each.cpuSeconds())
                    .append(' ').append(at.toEpochMilli()).append('\n');
            text.append("container_memory_working_set_bytes").append(labels).append(each.bytes())
                    .append(' ').append(at.toEpochMilli()).append('\n');
            text.append("container_start_time_seconds").append(labels)
                    .append(each.start().toEpochMilli() / 1000.0).append('\n');
        }
        return text.toString();
    }

    private void round(String page) throws ExpositionException {
        history = history.after(Map.of("node-1", NodePage.read(page.getBytes(StandardCharsets.UTF_8), NOON)));
    }

    private static String cpu(Optional<ResourceUsage> usage, String container) {
        return String.valueOf(usage.orElseThrow().usage().getOrDefault(container, Map.of()).get("cpu"));
    }

    @Test
    void twoPointsOfACounterMakeARate() throws ExpositionException {
        round(page(NOON, 100, new Container("app", LONG_AGO, 50, 1 << 20)));
        assertEquals(Optional.empty(), history.pod(WEB));
        assertFalse(history.isReady());

        round(page(NOON.plusMillis(15_032), 107.516, new Container("app", LONG_AGO, 57.516, 1 << 20)));

        var pod = history.pod(WEB).orElseThrow();
        assertEquals(Duration.ofMillis(15_032), pod.window());
        assertEquals(NOON.plusMillis(15_032), pod.timestamp());
        assertEquals("{cpu=500m, memory=1Mi}", new java.util.TreeMap<>(pod.usage().get("app")).toString());
        assertEquals("500m", cpu(history.node("node-1"), ""));
        assertTrue(history.isReady());
    }

    @Test
    void aYoungContainerIsMeasuredFromItsStart() throws ExpositionException {
        round(page(NOON, 100, new Container("app", NOON.minusSeconds(12), 6, 1 << 20)));

        assertEquals("500m", cpu(history.pod(WEB), "app"));
        assertEquals(Duration.ofSeconds(12), history.pod(WEB).orElseThrow().window());
    }

    @Test
    void aContainerThatIsTooYoungWaits() throws ExpositionException {
        round(page(NOON, 100, new Container("app", NOON.minusSeconds(9), 6, 1 << 20)));

        assertEquals(Optional.empty(), history.pod(WEB));
    }

    @Test
    void aContainerThatRestartedBeginsAnew() throws ExpositionException {
        round(page(NOON, 100, new Container("app", LONG_AGO, 50, 1 << 20)));
        var later = NOON.plusSeconds(30);
        round(page(later, 110, new Container("app", NOON.plusSeconds(5), 2, 1 << 20)));
        assertEquals(Optional.empty(), history.pod(WEB));

        round(page(later.plusSeconds(15), 111, new Container("app", NOON.plusSeconds(5), 5, 1 << 20)));
        assertEquals("200m", cpu(history.pod(WEB), "app"));
    }

    @Test
    void aPodIsAnsweredWholeOrNotAtAll() throws ExpositionException {
        round(page(NOON, 100, new Container("app", LONG_AGO, 50, 1 << 20)));
        var later = NOON.plusSeconds(15);
        round(page(
                later, 110, new Container("app", LONG_AGO, 57.5, 1 << 20), new Container("new", LONG_AGO, 1, 1)));
        assertEquals(Optional.empty(), history.pod(WEB));

        round(page(
                later.plusSeconds(15),
                120,
                new Container("app", LONG_AGO, 65, 1 << 20),
                new Container("new", LONG_AGO, 0, 1)));
        assertEquals(Optional.empty(), history.pod(WEB), "a zero is a number that is missing");
    }

    @Test
    void aPointThatIsNotNewerLeavesTheEarlierOne() throws ExpositionException {
        round(page(NOON, 100, new Container("app", LONG_AGO, 50, 1 << 20)));
        var second = page(NOON.plusSeconds(10), 105, new Container("app", LONG_AGO, 55, 1 << 20));
        round(second);
        round(second);

        assertEquals("500m", cpu(history.pod(WEB), "app"));
        assertEquals("500m", cpu(history.node("node-1"), ""));
    }

    @Test
    void whatWasNotOnTheLastPagesIsForgotten() throws ExpositionException {
        round(page(NOON, 100, new Container("app", LONG_AGO, 50, 1 << 20)));
        history = history.after(Map.of());
        round(page(NOON.plusSeconds(30), 110, new Container("app", LONG_AGO, 60, 1 << 20)));

        assertEquals(Optional.empty(), history.pod(WEB));
        assertEquals(Optional.empty(), history.node("node-1"));
    }

    @Test
    void aCounterThatWentDownGivesNoRate() throws ExpositionException {
        round(page(NOON, 100, new Container("app", LONG_AGO, 50, 1 << 20)));
        round(page(NOON.plusSeconds(15), 90, new Container("app", LONG_AGO, 40, 1 << 20)));

        assertEquals(Optional.empty(), history.pod(WEB));
        assertEquals(Optional.empty(), history.node("node-1"));
    }

    @Test
    void samplesWithoutATimeWereTakenWhenThePageWasAsked() throws ExpositionException {
        var page = "node_cpu_usage_seconds_total 5\nnode_memory_working_set_bytes 1024\n";
        var read = NodePage.read(page.getBytes(StandardCharsets.UTF_8), NOON);

        assertEquals(NOON, read.node().orElseThrow().at());
    }
}

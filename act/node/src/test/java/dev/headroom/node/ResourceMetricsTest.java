package dev.headroom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.hpa.Pod.Phase;
import dev.headroom.processes.ContainerStatus;
import dev.headroom.processes.ContainerStatus.State;
import dev.headroom.processes.ContainerStatus.Usage;
import dev.headroom.processes.PodStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page that metrics-server reads.
class ResourceMetricsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path proc = Path.of(".");

    private static ContainerStatus container(String name, State state, Optional<Usage> usage) {
        return new ContainerStatus(
                name, false, state, Optional.empty(), 0, true, true, OptionalLong.empty(), usage, Path.of("log"));
    }

    private static String withoutHelp(String text) {
        return text.lines().filter(line -> !line.startsWith("# HELP ")).map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static PodStatus pod(List<ContainerStatus> containers) {
        return new PodStatus(
                "shop", "web-1", "", Map.of(), Map.of(), "bed", "198.18.1.1", List.of(), Phase.RUNNING, true, "", 0,
                START, Optional.of(START), Optional.empty(), List.of(), containers);
    }

    @Test
    void itSaysWhatRunsAndNothingOfTheRest() throws Exception {
        Files.writeString(proc.resolve("stat"), "cpu  100 20 30 9000 50 6 7 8 9 10\ncpu0 1 2 3\n");
        Files.writeString(proc.resolve("meminfo"), "MemTotal:       1000 kB\nMemFree: 1 kB\nMemAvailable:    400 kB\n");
        var usage = new Usage(
                START.plusSeconds(60), Duration.ofSeconds(5), 100, OptionalLong.of(4096), 12.5, 0);
        var running = container("main", new State.Running(START.plusMillis(250)), Optional.of(usage));
        var ended = container(
                "done", new State.Terminated(0, "Completed", "", START, START), Optional.of(usage));
        var text = ResourceMetrics.of(
                List.of(pod(List.of(running, ended))), new MachineUsage(proc), START.plusSeconds(61));
        assertEquals("""
                # TYPE container_cpu_usage_seconds_total counter
                container_cpu_usage_seconds_total{container="main",namespace="shop",pod="web-1"} 12.5 1772359260000
                # TYPE container_memory_working_set_bytes gauge
                container_memory_working_set_bytes{container="main",namespace="shop",pod="web-1"} 4096 1772359260000
                # TYPE container_start_time_seconds gauge
                container_start_time_seconds{container="main",namespace="shop",pod="web-1"} 1.77235920025E9
                # TYPE node_cpu_usage_seconds_total counter
                node_cpu_usage_seconds_total 1.63 1772359261000
                # TYPE node_memory_working_set_bytes gauge
                node_memory_working_set_bytes 614400 1772359261000
                # TYPE pod_cpu_usage_seconds_total counter
                pod_cpu_usage_seconds_total{namespace="shop",pod="web-1"} 12.5 1772359260000
                # TYPE pod_memory_working_set_bytes gauge
                pod_memory_working_set_bytes{namespace="shop",pod="web-1"} 4096 1772359260000
                # TYPE resource_scrape_error gauge
                resource_scrape_error 0
                # TYPE scrape_error gauge
                scrape_error 0
                """, withoutHelp(text));
        assertTrue(text.startsWith("# HELP container_cpu_usage_seconds_total [STABLE] Cumulative cpu time consumed by"
                + " the container in core-seconds\n"), text);
    }
}

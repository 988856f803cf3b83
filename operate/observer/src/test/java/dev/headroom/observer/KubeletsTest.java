package dev.headroom.observer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.HttpClientConfig;
import dev.headroom.kubernetes.MemoryApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.metricsapi.Usages.Metered;
import dev.headroom.scrape.PageFetcher;
import dev.headroom.timeline.VirtualTimeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class KubeletsTest {

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryApi api = new MemoryApi(timeline);
    private final List<String> asked = new ArrayList<>();
    private String failure = "";

    /// Half a core, and 64 MiB.
    private CompletableFuture<PageFetcher.Fetched> page(PageFetcher.Request request) {
        asked.add(request.url());
        if (!failure.isEmpty()) {
            return CompletableFuture.completedFuture(new PageFetcher.Failed(failure));
        }
        double seconds = timeline.now().getEpochSecond() % 100_000 / 2.0 + 1;
        var text = "node_cpu_usage_seconds_total " + seconds + "\nnode_memory_working_set_bytes 6.7108864e+07\n";
        return CompletableFuture.completedFuture(
                new PageFetcher.Page("text/plain", text.getBytes(StandardCharsets.UTF_8)));
    }

    private final Kubelets kubelets = new Kubelets(
            new Kubelets.Reach(api, timeline, new Random(1), this::page, HttpClientConfig.PLAIN), Map::of);

    @BeforeEach
    void oneNode() {
        api.send(Request.create("/api/v1/nodes", new JsonMapper().readTree("""
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1", "labels": {"zone": "a"}},
                 "status": {"addresses": [{"type": "Hostname", "address": "n1"},
                                          {"type": "InternalIP", "address": "10.0.0.1"}],
                            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}}}}
                """)));
        kubelets.start();
    }

    @Test
    void theKubeletIsAskedAtTheInternalAddressOfItsNode() {
        timeline.advance(Duration.ofSeconds(2));
        assertEquals(List.of("https://10.0.0.1:10250/metrics/resource"), asked);
    }

    @Test
    void twoRoundsMakeAUsage() {
        var node = new Metered("", "n1", Map.of("zone", "a"));
        timeline.advance(Duration.ofSeconds(2));
        assertTrue(kubelets.ofNode(node).isEmpty());
        timeline.advance(Duration.ofSeconds(15));
        assertEquals(List.of(node), kubelets.nodes());
        var usage = kubelets.ofNode(node).orElseThrow();
        assertEquals(Duration.ofSeconds(15), usage.window());
        var amounts = usage.usage().getOrDefault("", Map.of());
        assertEquals("500m", String.valueOf(amounts.get("cpu")));
        assertEquals("64Mi", String.valueOf(amounts.get("memory")));
    }

    @Test
    void aKubeletThatDoesNotAnswerHasNoUsageAndIsNamed() {
        timeline.advance(Duration.ofSeconds(17));
        failure = "connection refused";
        timeline.advance(Duration.ofSeconds(15));
        assertTrue(kubelets.ofNode(new Metered("", "n1", Map.of())).isEmpty());
        assertEquals(List.of("usage of node n1: connection refused"), kubelets.troubles());
    }
}

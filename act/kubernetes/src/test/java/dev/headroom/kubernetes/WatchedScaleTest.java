package dev.headroom.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.hpa.ScaleTarget;
import dev.headroom.model.ScaleTargetRef;
import dev.headroom.timeline.VirtualTimeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The scale of a Deployment that a watch tells.
final class WatchedScaleTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ScaleTargetRef WEB = new ScaleTargetRef("apps/v1", "Deployment", "shop", "web");

    private final List<String> asked = new ArrayList<>();
    private Optional<JsonNode> watched = Optional.of(deployment(7, 4));

    /// Notes what it is asked, and answers with a scale of version 9 and 4 replicas.
    private final KubernetesApi server = new KubernetesApi() {
        private final MemoryApi memory = new MemoryApi(new VirtualTimeline(Instant.EPOCH));

        @Override
        public Answer send(Request request) {
            asked.add(request.verb() + request.body().map(body -> " " + body.path("metadata").path("resourceVersion")
                            .asString("") + " " + body.path("spec").path("replicas").asInt(0)).orElse(""));
            return new Answer.Done(WatchedScale.of(deployment(
                            9, request.body().map(body -> body.path("spec").path("replicas").asInt(0)).orElse(4)))
                    .orElseThrow());
        }

        @Override
        public Watch watch(String path, WatchSink sink) {
            return memory.watch(path, sink);
        }
    };

    private final ScaledWorkload workload =
            new ScaledWorkload(server, WEB, Resource.DEPLOYMENTS, _ -> List.of()).watched(() -> watched);

    private static JsonNode deployment(int version, int replicas) {
        return JSON.readTree("""
                {"metadata": {"name": "web", "namespace": "shop", "uid": "u", "resourceVersion": "%d"},
                 "spec": {"replicas": %d, "selector": {"matchLabels": {"app": "web"},
                          "matchExpressions": [{"key": "tier", "operator": "In", "values": ["a", "b"]}]}},
                 "status": {"replicas": 3}}""".formatted(version, replicas));
    }

    @Test
    void whatTheWatchTellsIsNotAskedFor() {
        var scale = workload.scale();
        assertEquals(new ScaleTarget.Scale(4, 3, "app=web,tier in (a,b)"), scale);
        assertEquals(List.of(), asked);
    }

    @Test
    void aWriteNamesTheVersionThatTheWatchTold() {
        workload.scale();
        assertInstanceOf(ScaleTarget.Update.Accepted.class, workload.scaleTo(5));
        assertEquals(List.of("REPLACE 7 5"), asked);
    }

    @Test
    void whatIsOlderThanAWriteIsNotBelieved() {
        workload.scale();
        workload.scaleTo(5);
        asked.clear();
        workload.scale();
        assertEquals(List.of("READ"), asked, "the watch has not told of the write yet");
        watched = Optional.of(deployment(10, 5));
        assertEquals(5, workload.scale().specReplicas());
        assertEquals(List.of("READ"), asked);
    }

    @Test
    void whatIsNotWatchedIsAskedFor() {
        watched = Optional.empty();
        assertEquals(4, workload.scale().specReplicas());
        assertEquals(List.of("READ"), asked);
    }

    @Test
    void whatHasNoSelectorThatCanBeReadIsAskedFor() {
        var odd = JSON.readTree(deployment(8, 4).toString().replace("\"In\"", "\"Near\""));
        assertTrue(WatchedScale.of(odd).isEmpty());
        assertTrue(WatchedScale.of(JSON.createObjectNode()).isEmpty());
    }
}

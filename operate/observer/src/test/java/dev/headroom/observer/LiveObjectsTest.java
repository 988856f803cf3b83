package dev.headroom.observer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.discovery.ClusterObjects.Kind;
import dev.headroom.discovery.WatchedKind;
import dev.headroom.kubernetes.MemoryApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class LiveObjectsTest {

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryApi api = new MemoryApi(timeline);
    private int changes;
    private final LiveObjects objects = new LiveObjects(api, timeline, new Random(1), () -> changes++);

    private void pod(String namespace, String name) {
        var json = new JsonMapper().readTree("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": "%s", "name": "%s"}}
                """.formatted(namespace, name));
        api.send(Request.create(Resource.PODS.path(Optional.of(namespace)), json));
    }

    private List<String> pods() {
        return objects.now().all(Kind.POD).stream()
                .map(pod -> pod.at("metadata").at("name").text())
                .toList();
    }

    private void pass() {
        timeline.advance(Duration.ofSeconds(2));
    }

    @Test
    void objectsOfWantedKindsAreKnownAndFollowed() {
        pod("shop", "b");
        objects.sync(Set.of(WatchedKind.everywhere(Kind.POD)));
        pass();
        pod("shop", "a");
        pass();
        assertEquals(List.of("a", "b"), pods());
        assertEquals(2, changes);
    }

    @Test
    void onlyTheNamespacesThatAreWantedAreWatched() {
        pod("shop", "a");
        pod("other", "b");
        objects.sync(Set.of(new WatchedKind(Kind.POD, "shop")));
        pass();
        assertEquals(List.of("a"), pods());
        assertEquals(1, api.watches());
    }

    @Test
    void whatNobodyWantsAnyMoreIsForgotten() {
        pod("shop", "a");
        objects.sync(Set.of(WatchedKind.everywhere(Kind.POD)));
        pass();
        objects.sync(Set.of());
        pod("shop", "b");
        pass();
        assertEquals(List.of(), pods());
        assertEquals(1, changes);
    }
}

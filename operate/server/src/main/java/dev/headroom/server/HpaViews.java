package dev.headroom.server;

import dev.headroom.autoscaler.Outcome;
import dev.headroom.hpa.HpaMemory.HpaStatus;
import dev.headroom.kubectl.HpaObject;
import dev.headroom.loop.AutoscalerLoop;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The HorizontalPodAutoscalers that run, those that stand for ScaledObjects among them, and their events, in the form
/// of the Kubernetes API: what `headroom status` prints as kubectl does.
public final class HpaViews {

    private static final int EVENTS = 5_000;

    private final List<AutoscalerLoop> loops;
    private final EventLog events;
    private final Instant applied;

    /// @param applied when the objects were
    public HpaViews(List<AutoscalerLoop> loops, EventLog events, Instant applied) {
        this.loops = List.copyOf(loops);
        this.events = events;
        this.applied = applied;
    }

    /// `time`, and `items`: `owner` is the name of the object that a person wrote, `object`, `events`.
    public Map<String, Object> all(Instant now) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("time", now);
        answer.put("items", loops.stream().map(this::item).toList());
        return answer;
    }

    private Map<String, Object> item(AutoscalerLoop loop) {
        var autoscaler = loop.autoscaler();
        var written = autoscaler
                .scaled()
                .map(scaled -> new HpaObject.Written(applied, scaled.hpa().labels(), scaled.hpa().annotations()))
                .orElseGet(() -> new HpaObject.Written(applied, Map.of(), Map.of()));
        var status = loop.newest().map(Outcome::memory).map(memory -> memory.hpa().status()).orElse(HpaStatus.NONE);
        return Map.of(
                "owner", autoscaler.name(),
                "object", HpaObject.of(autoscaler.hpa(), written, status),
                "events", events(loop));
    }

    /// One entry for what was said several times, as the API server counts it.
    private List<ObjectNode> events(AutoscalerLoop loop) {
        var counted = new LinkedHashMap<List<String>, ObjectNode>();
        for (var entry : events.newest(EVENTS)) {
            var event = entry.value();
            if (!event.kind().equals(loop.autoscaler().kind()) || !event.object().equals(loop.autoscaler().name())) {
                continue;
            }
            var time = event.time().truncatedTo(ChronoUnit.SECONDS).toString();
            var type = event.warning() ? "Warning" : "Normal";
            var node = counted.computeIfAbsent(List.of(type, event.reason(), event.message()), _ -> {
                var fresh = JsonNodeFactory.instance
                        .objectNode()
                        .put("type", type)
                        .put("reason", event.reason())
                        .put("message", event.message())
                        .put("firstTimestamp", time);
                fresh.putObject("source").put("component", component(event.reason()));
                return fresh;
            });
            node.put("lastTimestamp", time).put("count", node.path("count").asInt(0) + 1);
        }
        return new ArrayList<>(counted.values());
    }

    private static String component(String reason) {
        return reason.startsWith("KEDA") || reason.startsWith("ScaledObject")
                ? "keda-operator"
                : "horizontal-pod-autoscaler";
    }
}

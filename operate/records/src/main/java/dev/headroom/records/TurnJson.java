package dev.headroom.records;

import dev.headroom.autoscaler.Observation;
import dev.headroom.autoscaler.Served;
import dev.headroom.autoscaler.Signal;
import dev.headroom.autoscaler.Turn;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.triggers.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The turns of one autoscaler as JSON, in their order. Pods that are as in the turn before are not written again, so
/// one of these writes, or reads, one autoscaler from the beginning of a file.
///
/// A turn has `turn` (`POLL`, `SYNC`, `BOTH`), `now`, `scale` (`specReplicas`, `statusReplicas`, `selector`), `pods`,
/// `usage`, `signals`, `podSignals`, `readings`, `served` where an adapter answered, and `refused` where
/// the scale target refused.
final class TurnJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Optional<List<Pod>> pods = Optional.empty();

    ObjectNode write(TurnTaken taken) {
        var seen = taken.seen();
        var node = JSON.objectNode().put("turn", taken.turn().name()).put("now", seen.now().toString());
        node.putObject("scale")
                .put("specReplicas", seen.scale().specReplicas())
                .put("statusReplicas", seen.scale().statusReplicas())
                .put("selector", seen.scale().selector());
        if (!pods.equals(Optional.of(seen.pods()))) {
            pods = Optional.of(seen.pods());
            var all = node.putArray("pods");
            seen.pods().forEach(pod -> all.add(PodJson.of(pod)));
        }
        var usage = node.putArray("usage");
        seen.usage().forEach(each -> usage.add(usage(each)));
        signals(node.putObject("signals"), seen.signals());
        var perPod = node.putObject("podSignals");
        new TreeMap<>(seen.podSignals()).forEach((metric, all) -> signals(perPod.putObject(metric), all));
        var readings = node.putObject("readings");
        new TreeMap<>(seen.readings()).forEach((metric, each) -> readings.set(metric, SignalJson.of(each)));
        if (!seen.served().isEmpty()) {
            var served = node.putObject("served");
            new TreeMap<>(seen.served()).forEach((metric, each) -> served.set(metric, ServedJson.of(each)));
        }
        taken.refused().ifPresent(why -> node.put("refused", why));
        return node;
    }

    private static void signals(ObjectNode node, Map<String, Signal> signals) {
        new TreeMap<>(signals).forEach((name, signal) -> node.set(name, SignalJson.of(signal)));
    }

    private static ObjectNode usage(ScaleTarget.Usage usage) {
        var node = JSON.objectNode()
                .put("pod", usage.pod())
                .put("timestamp", usage.timestamp().toString())
                .put("window", usage.window().toString());
        var containers = node.putObject("containers");
        new TreeMap<>(usage.containers()).forEach((name, used) -> containers.set(name, PodJson.milli(used)));
        return node;
    }

    /// @throws RecordException for what cannot be read
    TurnTaken read(JsonNode node) {
        var scale = node.path("scale");
        if (node.has("pods")) {
            pods = Optional.of(node.path("pods").valueStream().map(PodJson::read).toList());
        }
        var usage = new ArrayList<ScaleTarget.Usage>();
        node.path("usage").forEach(each -> usage.add(usage(each)));
        var perPod = new HashMap<String, Map<String, Signal>>();
        node.path("podSignals").properties().forEach(each -> perPod.put(each.getKey(), signals(each.getValue())));
        var readings = new HashMap<String, Reading>();
        node.path("readings")
                .properties()
                .forEach(each -> readings.put(each.getKey(), SignalJson.reading(each.getValue())));
        var served = new HashMap<String, Served>();
        node.path("served").properties().forEach(each -> served.put(each.getKey(), ServedJson.read(each.getValue())));
        var seen = new Observation(
                Instant.parse(node.path("now").asString()),
                new ScaleTarget.Scale(
                        scale.path("specReplicas").asInt(),
                        scale.path("statusReplicas").asInt(),
                        scale.path("selector").asString()),
                pods.orElse(List.of()),
                usage,
                signals(node.path("signals")),
                perPod,
                readings,
                served);
        return new TurnTaken(
                Turn.valueOf(node.path("turn").asString()),
                seen,
                node.has("refused") ? Optional.of(node.path("refused").asString()) : Optional.empty());
    }

    private static Map<String, Signal> signals(JsonNode node) {
        var signals = new HashMap<String, Signal>();
        node.properties().forEach(each -> signals.put(each.getKey(), SignalJson.signal(each.getValue())));
        return signals;
    }

    private static ScaleTarget.Usage usage(JsonNode node) {
        var containers = new HashMap<String, Map<String, Long>>();
        node.path("containers")
                .properties()
                .forEach(each -> containers.put(each.getKey(), PodJson.milli(each.getValue())));
        return new ScaleTarget.Usage(
                node.path("pod").asString(),
                Instant.parse(node.path("timestamp").asString()),
                Duration.parse(node.path("window").asString()),
                containers);
    }
}

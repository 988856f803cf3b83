package dev.headroom.records;

import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.Decider;
import dev.headroom.autoscaler.Memory;
import dev.headroom.autoscaler.Outcome;
import dev.headroom.explain.DecisionJson;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Decides what was recorded once more, line by line, from the same inputs and the same memory, and says where it comes
/// out otherwise. What is remembered is never read from the record: it grows from the decisions themselves.
public final class Rerun {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, Autoscaler> autoscalers = new HashMap<>();
    private final Map<String, Memory> memories = new HashMap<>();
    private final Map<String, TurnJson> turns = new HashMap<>();
    private Optional<String> broken = Optional.of("expected the line of the settings before it, got none");
    private boolean begun;

    /// @return one entry per difference, each one line; empty when all is equal
    public List<String> line(JsonNode line) {
        try {
            return switch (line.path("op").asString("")) {
                case "settings" -> settings(line);
                case "decision" -> broken.map(List::of).orElseGet(() -> decision(line));
                case String other -> throw new RecordException("op", "settings or decision", other);
            };
        } catch (ManifestException | RecordException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
    }

    private List<String> settings(JsonNode line) {
        boolean continues = line.path("continues").asBoolean();
        long dropped = line.path("dropped").asLong();
        turns.clear();
        if (dropped > 0) {
            return lost(dropped + " decisions before it were not written, and what is remembered of them is not known");
        }
        if (continues) {
            return begun ? List.of() : lost("it goes on from an older file; put that one before it");
        }
        var objects = SettingsJson.objects(line);
        var flags = SettingsJson.settings(line);
        var cluster = new AppliedCluster(objects);
        autoscalers.clear();
        memories.clear();
        for (var object : objects) {
            autoscaler(object, cluster)
                    .map(each -> new Autoscaler(each.hpa(), each.scaled(), flags))
                    .ifPresent(each -> autoscalers.put(each.key(), each));
        }
        begun = true;
        broken = Optional.empty();
        return List.of();
    }

    /// A ScaledObject comes before the HorizontalPodAutoscaler that it takes over, if they have one name.
    private Optional<Autoscaler> autoscaler(Manifest object, AppliedCluster cluster) {
        var read = Autoscaler.of(object, cluster.around(object));
        return read.filter(each -> each.scaled().isPresent() || !autoscalers.containsKey(each.key()));
    }

    private List<String> lost(String why) {
        broken = Optional.of("cannot be decided again: " + why);
        return List.of(broken.get());
    }

    private List<String> decision(JsonNode line) {
        var key = line.path("autoscaler").asString("");
        var autoscaler = autoscalers.get(key);
        if (autoscaler == null) {
            throw new RecordException("autoscaler", "one of " + autoscalers.keySet(), key);
        }
        var reader = turns.computeIfAbsent(key, _ -> new TurnJson());
        var memory = memories.getOrDefault(key, Memory.start());
        Optional<Outcome> last = Optional.empty();
        for (var turn : line.path("turns")) {
            var taken = reader.read(turn);
            var outcome = Decider.decide(autoscaler, taken.seen(), memory, taken.turn());
            last = Optional.of(outcome);
            memory = taken.ended(outcome).memory();
        }
        memories.put(key, memory);
        return last.map(outcome -> differences(line, outcome))
                .orElseGet(() -> List.of("turns: expected one or more, got none"));
    }

    private static List<String> differences(JsonNode line, Outcome outcome) {
        var got = MAPPER.readTree(
                DecisionJson.of(line.path("id").asLong(), outcome.record()).toString());
        var differences = new ArrayList<String>();
        for (var field : got.properties()) {
            var expected = line.path(field.getKey());
            if (!expected.equals(field.getValue())) {
                differences.add(field.getKey() + ": expected " + expected + ", got " + field.getValue());
            }
        }
        return differences;
    }
}

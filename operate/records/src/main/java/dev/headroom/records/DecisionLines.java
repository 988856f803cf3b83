package dev.headroom.records;

import dev.headroom.explain.DecisionJson;
import dev.headroom.hpa.HpaSettings;
import dev.headroom.manifests.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A record of decisions as lines of JSON, the form of `decisions.jsonl`.
///
/// | `op` | holds |
/// |---|---|
/// | `settings` | the first line: the applied objects and the controller's flags |
/// | `decision` | a decision as the HTTP API has it, and `turns`: all that was told since the decision before |
///
/// In the first line, `continues` says that it goes on from an older file, and `dropped` how many decisions before it
/// were not written.
///
/// Every line has `suite`, which is `decisions`.
final class DecisionLines {

    static final String SUITE = "decisions";

    private final ObjectNode settings;
    private final Map<String, TurnJson> turns = new HashMap<>();

    DecisionLines(List<Manifest> objects, HpaSettings flags) {
        this.settings = SettingsJson.of(objects, flags);
    }

    private static ObjectNode line(String op) {
        return JsonNodeFactory.instance.objectNode().put("suite", SUITE).put("op", op);
    }

    /// The first line of a file; whatever is written after it rests on nothing before it but memory.
    String first(boolean continues, long dropped) {
        turns.clear();
        var node = line("settings");
        node.put("continues", continues).put("dropped", dropped);
        node.setAll(settings);
        return node + "\n";
    }

    String decision(long id, ToldDecision told) {
        var json = turns.computeIfAbsent(told.record().autoscaler(), _ -> new TurnJson());
        var node = line("decision");
        node.setAll(DecisionJson.of(id, told.record()));
        var all = node.putArray("turns");
        told.turns().forEach(turn -> all.add(json.write(turn)));
        return node + "\n";
    }
}

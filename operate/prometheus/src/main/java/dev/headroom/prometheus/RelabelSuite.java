package dev.headroom.prometheus;

import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.Yaml;
import dev.headroom.model.LabelNaming;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import dev.headroom.relabel.RelabelRule;
import dev.headroom.relabel.RelabelRules;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Label sets after a chain of relabelling rules, as Prometheus' relabel package leaves them. Of an error only that
/// there is one, whether reading or checking gave it, and which rule it is.
final class RelabelSuite implements Suite {

    @Override
    public String name() {
        return "prometheus-relabel";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var differences = new Differences();
        var config = line.path("config").asString("");
        differences.add(config + " on " + line.path("labels"), expected(line), got(line, config));
        return differences.all();
    }

    private static String expected(JsonNode line) {
        if (!line.path("ok").asBoolean()) {
            var stage = line.path("stage").asString("");
            return stage.equals("validate") ? "rule " + line.path("rule").asInt() + " not valid" : "not readable";
        }
        return line.path("kept").asBoolean() ? RecordedLabels.map(line.path("result")).toString() : "dropped";
    }

    private static String got(JsonNode line, String config) {
        var naming = line.path("scheme").asString("").equals("legacy") ? LabelNaming.LEGACY : LabelNaming.UTF8;
        List<RelabelRules.Written> written;
        try {
            var documents = Yaml.read("config", config);
            written = documents.isEmpty()
                    ? List.of()
                    : RelabelRules.parse(documents.getFirst(), RelabelRules.Spelling.PROMETHEUS);
        } catch (ManifestException _) {
            return "not readable";
        }
        var rules = new ArrayList<RelabelRule>();
        for (var rule : written) {
            try {
                rules.add(RelabelRules.check(rule, naming));
            } catch (ManifestException _) {
                return "rule " + rules.size() + " not valid";
            }
        }
        return RelabelRule.apply(rules, RecordedLabels.of(line.path("labels")))
                .map(labels -> labels.asMap().toString())
                .orElse("dropped");
    }
}

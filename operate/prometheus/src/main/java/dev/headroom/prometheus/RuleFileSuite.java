package dev.headroom.prometheus;

import dev.headroom.manifests.ManifestException;
import dev.headroom.model.LabelNaming;
import dev.headroom.promql.Syntax;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import dev.headroom.rules.AlertingRule;
import dev.headroom.rules.RecordingRule;
import dev.headroom.rules.Rule;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Rule files as Prometheus loads them: the groups, or everything that is wrong with them. Problems of YAML are
/// compared by their existence alone, those of rules by their words.
final class RuleFileSuite implements Suite {

    private static final String POSITIONS = "^(\\d+:\\d+: )+";

    @Override
    public String name() {
        return "prometheus-rulefile";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var text = line.path("rules").asString("");
        var naming = line.path("scheme").asString("").equals("legacy") ? LabelNaming.LEGACY : LabelNaming.UTF8;
        var differences = new Differences();
        differences.add(text, expected(line), got(text, naming));
        return differences.all();
    }

    private static List<String> expected(JsonNode line) {
        if (line.path("ok").asBoolean()) {
            return line.path("groups").valueStream().map(RuleFileSuite::group).toList();
        }
        var errors = line.path("errors").valueStream()
                .map(error -> error.asString("").replaceFirst(POSITIONS, ""))
                .sorted()
                .toList();
        boolean readable = errors.stream().allMatch(error -> error.matches("(?s)(group|Group|invalid label).*"));
        return readable ? errors : List.of("not readable");
    }

    private static List<String> got(String text, LabelNaming naming) {
        var files = RuleFiles.of(naming, Syntax.STABLE);
        try {
            var problems = files.problems("rules", text);
            return problems.isEmpty()
                    ? files.read("rules", text).stream().map(RuleFileSuite::group).toList()
                    : problems.stream().map(RuleFiles.Problem::text).sorted().toList();
        } catch (ManifestException _) {
            return List.of("not readable");
        }
    }

    private static String group(JsonNode group) {
        var labels = RecordedLabels.map(group.path("labels"));
        return group.path("name").asString("") + " every " + group.path("interval_ms").asLong() + " offset "
                + group.path("query_offset_ms").asLong(-1) + " limit " + group.path("limit").asInt() + " " + labels
                + group.path("rules").valueStream().map(rule -> rule(rule, labels)).toList();
    }

    private static String rule(JsonNode rule, Map<String, String> groupLabels) {
        var labels = new HashMap<>(groupLabels);
        labels.putAll(RecordedLabels.map(rule.path("labels")));
        var end = " " + rule.path("expr").asString("") + " " + new TreeMap<>(labels);
        return rule.has("record")
                ? "record " + rule.path("record").asString("") + end
                : "alert " + rule.path("alert").asString("") + end + " for " + rule.path("for_ms").asLong() + " keep "
                        + rule.path("keep_firing_for_ms").asLong() + " "
                        + RecordedLabels.map(rule.path("annotations"));
    }

    private static String group(RuleGroup group) {
        return group.name() + " every " + group.interval().map(Duration::toMillis).orElse(0L) + " offset "
                + group.queryOffset().map(Duration::toMillis).orElse(-1L) + " limit " + group.limit() + " "
                + new TreeMap<>(group.labels()) + group.rules().stream().map(RuleFileSuite::rule).toList();
    }

    private static String rule(Rule rule) {
        return switch (rule) {
            case RecordingRule record ->
                "record " + record.name() + " " + record.expr() + " " + new TreeMap<>(record.labels());
            case AlertingRule alert ->
                "alert " + alert.name() + " " + alert.expr() + " " + new TreeMap<>(alert.labels()) + " for "
                        + alert.hold().toMillis() + " keep " + alert.keepFiringFor().toMillis() + " "
                        + new TreeMap<>(alert.annotations());
        };
    }
}

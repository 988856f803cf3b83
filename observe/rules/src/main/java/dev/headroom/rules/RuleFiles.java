package dev.headroom.rules;

import com.google.re2j.Pattern;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.Yaml;
import dev.headroom.model.LabelNaming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads rule groups: rule files in Prometheus' format and `PrometheusRule` objects.
///
/// What is wrong is refused when it is read, with its place: unknown and repeated keys, names, durations, expressions
/// and templates of alerts. Of several documents in one rule file the first counts, as in Prometheus.
public final class RuleFiles {

    private static final Set<String> GROUP_KEYS = Set.of(
            "name", "interval", "query_offset", "limit", "labels", "rules", "partial_response_strategy");
    private static final Set<String> RULE_KEYS =
            Set.of("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations");
    private static final Pattern LEGACY_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private final LabelNaming naming;
    private final Function<String, Optional<String>> expressionError;

    /// @param expressionError what is wrong with a PromQL expression, if anything
    public RuleFiles(LabelNaming naming, Function<String, Optional<String>> expressionError) {
        this.naming = naming;
        this.expressionError = expressionError;
    }

    /// @throws ManifestException when the file cannot be read or is not valid
    public List<RuleGroup> read(Path file) {
        return first(Yaml.read(file));
    }

    public List<RuleGroup> read(String name, String text) {
        return first(Yaml.read(name, text));
    }

    private List<RuleGroup> first(List<Field> documents) {
        return documents.isEmpty() ? List.of() : groups(documents.getFirst(), Set.of("groups"));
    }

    /// The groups of a `PrometheusRule` object.
    public List<RuleGroup> read(Manifest manifest) {
        if (!manifest.kind().equals("PrometheusRule")) {
            throw manifest.root().at("kind").wrong("PrometheusRule", '"' + manifest.kind() + '"');
        }
        return groups(manifest.spec(), Set.of("groups"));
    }

    private List<RuleGroup> groups(Field root, Set<String> known) {
        refuseUnknown(root, known, "a rule file");
        var names = new HashSet<String>();
        var groups = new ArrayList<RuleGroup>();
        for (var item : root.at("groups").items()) {
            var group = group(item);
            if (!names.add(group.name())) {
                throw item.at("name").wrong("each group name once in a file", '"' + group.name() + "\" again");
            }
            groups.add(group);
        }
        return List.copyOf(groups);
    }

    private RuleGroup group(Field item) {
        refuseUnknown(item, GROUP_KEYS, "a rule group");
        var name = item.at("name").text("");
        if (name.isEmpty()) {
            throw item.wrong("a group name", "none");
        }
        var labels = labels(item);
        var rules = new ArrayList<Rule>();
        for (var rule : item.at("rules").items()) {
            if (!rule.isMissing()) {
                rules.add(rule(rule, labels));
            }
        }
        var interval = item.at("interval").optionalDuration().filter(Duration::isPositive);
        return new RuleGroup(
                name,
                item.place().file(),
                interval,
                item.at("query_offset").optionalDuration(),
                item.at("limit").integer(0),
                labels,
                rules);
    }

    private Rule rule(Field item, Map<String, String> groupLabels) {
        refuseUnknown(item, RULE_KEYS, "a rule");
        var record = item.at("record").text("");
        var alert = item.at("alert").text("");
        if (record.isEmpty() == alert.isEmpty()) {
            throw item.wrong("either record or alert", record.isEmpty() ? "neither" : "both");
        }
        var title = record.isEmpty() ? "alert \"" + alert + '"' : "record \"" + record + '"';
        var expr = item.at("expr").text("");
        if (expr.isEmpty()) {
            throw item.wrong("an expr for " + title, "none");
        }
        var error = expressionError.apply(expr);
        if (error.isPresent()) {
            throw item.at("expr").wrong("a PromQL expression for " + title, error.get());
        }
        var labels = new LinkedHashMap<>(groupLabels);
        labels.putAll(labels(item));
        if (!record.isEmpty()) {
            return recording(item, record, expr, labels);
        }
        var annotations = texts(item.at("annotations"));
        annotations.keySet().forEach(label -> checkLabel(item.at("annotations"), label));
        checkTemplates(item.at("labels"), alert);
        checkTemplates(item.at("annotations"), alert);
        return new AlertingRule(
                alert,
                expr,
                item.at("for").duration(Duration.ZERO),
                item.at("keep_firing_for").duration(Duration.ZERO),
                labels,
                annotations);
    }

    private RecordingRule recording(Field item, String record, String expr, Map<String, String> labels) {
        for (var key : List.of("for", "keep_firing_for")) {
            if (item.at(key).optionalDuration().filter(Duration::isPositive).isPresent()) {
                throw item.at(key).wrong("no " + key + " in recording rule \"" + record + '"', item.at(key).text());
            }
        }
        if (!item.at("annotations").entries().isEmpty()) {
            throw item.at("annotations").wrong("no annotations in recording rule \"" + record + '"', "some");
        }
        boolean valid = naming == LabelNaming.UTF8 || LEGACY_METRIC.matches(record);
        if (!valid || record.contains("{") || record.contains("}")) {
            throw item.at("record").wrong("a metric name", '"' + record + '"');
        }
        return new RecordingRule(record, expr, labels);
    }

    private Map<String, String> labels(Field item) {
        var labels = texts(item.at("labels"));
        labels.keySet().forEach(label -> {
            checkLabel(item.at("labels"), label);
            if (label.equals("__name__")) {
                throw item.at("labels").wrong("a label other than the metric's name", "\"__name__\"");
            }
        });
        return labels;
    }

    /// A written null is an empty text here.
    private static Map<String, String> texts(Field mapping) {
        var texts = mapping.texts();
        if (mapping instanceof Field.Mapping written) {
            written.nulls().keySet().forEach(key -> texts.put(key, ""));
        }
        return texts;
    }

    private void checkLabel(Field labels, String name) {
        if (!naming.isValid(name)) {
            throw labels.wrong("a label name", '"' + name + '"');
        }
    }

    private static void checkTemplates(Field templates, String alert) {
        templates.entries().forEach((name, template) -> AlertTemplate.error(alert, template.text())
                .ifPresent(error -> {
                    throw template.wrong("a template for \"" + name + "\" of alert \"" + alert + '"', error);
                }));
    }

    private static void refuseUnknown(Field mapping, Set<String> known, String what) {
        var unknown = mapping.unknown(known);
        if (!unknown.isEmpty()) {
            throw new ManifestException(
                    unknown.getFirst() + " of " + what + ", expected one of " + String.join(", ", known.stream()
                            .sorted()
                            .toList()));
        }
    }
}

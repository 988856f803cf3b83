package dev.headroom.rules;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.TypedScalar;
import dev.headroom.manifests.Yaml;
import dev.headroom.model.LabelNaming;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.Syntax;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads rule groups: rule files in Prometheus' format and `PrometheusRule` objects.
///
/// What is wrong is refused when it is read, with its place: unknown and repeated keys, names, durations, expressions
/// and templates of alerts. Of several documents in one rule file the first counts, as in Prometheus.
public final class RuleFiles {

    private static final Set<String> GROUP_KEYS =
            Set.of("name", "interval", "query_offset", "limit", "labels", "rules");
    private static final String OPERATOR_KEY = "partial_response_strategy";
    private static final Set<String> RULE_KEYS =
            Set.of("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations");

    private final LabelNaming naming;
    private final Function<String, Optional<String>> expressionError;

    /// Something wrong in a file of rules that is YAML of the right form, in the words of Prometheus.
    public record Problem(String file, int line, int column, String text) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column + ": " + text;
        }
    }

    /// @param expressionError what is wrong with a PromQL expression, if anything
    public RuleFiles(LabelNaming naming, Function<String, Optional<String>> expressionError) {
        this.naming = naming;
        this.expressionError = expressionError;
    }

    /// Files whose expressions must parse.
    public static RuleFiles of(LabelNaming naming, Syntax syntax) {
        return new RuleFiles(naming, expression -> {
            try {
                Parser.parse(expression, syntax);
                return Optional.empty();
            } catch (PromqlException wrong) {
                return Optional.of(wrong.getMessage());
            }
        });
    }

    /// @throws ManifestException when the file cannot be read or is not valid; its message has a line per problem
    public List<RuleGroup> read(Path file) {
        return read(Yaml.read(file));
    }

    /// The same for documents that were read already.
    public List<RuleGroup> read(List<Field> documents) {
        return checked(first(documents), GROUP_KEYS);
    }

    public List<RuleGroup> read(String name, String text) {
        return read(Yaml.read(name, text));
    }

    /// The groups of a `PrometheusRule` object.
    public List<RuleGroup> read(Manifest manifest) {
        if (!manifest.kind().equals("PrometheusRule")) {
            throw manifest.root().at("kind").wrong("PrometheusRule", '"' + manifest.kind() + '"');
        }
        var keys = Stream.concat(GROUP_KEYS.stream(), Stream.of(OPERATOR_KEY)).collect(Collectors.toSet());
        return checked(Optional.of(manifest.spec()), keys);
    }

    /// Everything that is wrong with the meaning of a rule file; nothing when it can be used.
    ///
    /// @throws ManifestException when it is no YAML, or has unknown keys, or values of the wrong form
    public List<Problem> problems(String name, String text) {
        var root = first(Yaml.read(name, text));
        forms(root, GROUP_KEYS);
        return problems(root);
    }

    private List<Problem> problems(Optional<Field> root) {
        var groups = root.map(file -> written(file.at("groups"))).orElse(List.of());
        return new RuleFileCheck(naming, expressionError).problems(groups);
    }

    private List<RuleGroup> checked(Optional<Field> root, Set<String> groupKeys) {
        var groups = forms(root, groupKeys);
        var problems = problems(root);
        if (!problems.isEmpty()) {
            throw new ManifestException(
                    problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        return groups;
    }

    private static Optional<Field> first(List<Field> documents) {
        return documents.stream().findFirst();
    }

    /// The groups as far as their form goes; what they mean is not checked.
    private static List<RuleGroup> forms(Optional<Field> root, Set<String> groupKeys) {
        if (root.isEmpty()) {
            return List.of();
        }
        refuseUnknown(root.get(), Set.of("groups"), "a rule file");
        return written(root.get().at("groups")).stream().map(item -> group(item, groupKeys)).toList();
    }

    /// The items of a list that are not null: a written null is no group and no rule.
    static List<Field> written(Field list) {
        return list.items().stream().filter(item -> !item.isMissing()).toList();
    }

    private static RuleGroup group(Field item, Set<String> keys) {
        refuseUnknown(item, keys, "a rule group");
        var labels = texts(item.at("labels"));
        var rules = new ArrayList<Rule>();
        for (var rule : written(item.at("rules"))) {
            rules.add(rule(rule, labels));
        }
        return new RuleGroup(
                item.at("name").text(""),
                item.place().file(),
                item.at("interval").optionalDuration().filter(Duration::isPositive),
                item.at("query_offset").optionalDuration(),
                (int) TypedScalar.whole(item.at("limit"), 0),
                labels,
                rules);
    }

    private static Rule rule(Field item, Map<String, String> groupLabels) {
        refuseUnknown(item, RULE_KEYS, "a rule");
        var record = item.at("record").text("");
        var alert = item.at("alert").text("");
        var expr = item.at("expr").text("");
        var labels = new LinkedHashMap<>(groupLabels);
        labels.putAll(texts(item.at("labels")));
        var annotations = texts(item.at("annotations"));
        var hold = item.at("for").duration(Duration.ZERO);
        var keep = item.at("keep_firing_for").duration(Duration.ZERO);
        return alert.isEmpty()
                ? new RecordingRule(record, expr, labels)
                : new AlertingRule(alert, expr, hold, keep, labels, annotations);
    }

    /// A written null is an empty text here.
    static Map<String, String> texts(Field mapping) {
        var texts = mapping.texts();
        if (mapping instanceof Field.Mapping written) {
            written.nulls().keySet().forEach(key -> texts.put(key, ""));
        }
        return texts;
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

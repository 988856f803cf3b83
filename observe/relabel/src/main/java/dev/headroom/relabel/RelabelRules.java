package dev.headroom.relabel;

import com.google.re2j.PatternSyntaxException;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import dev.headroom.manifests.TypedScalar;
import dev.headroom.model.LabelNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads relabelling rules: `relabel_configs` and `metric_relabel_configs` of a Prometheus configuration, `relabelings`
/// and `metricRelabelings` of the Prometheus Operator.
///
/// All rules are read before the first is checked, and all are checked before one runs, so a file is right as a whole
/// or refused with the place of its first error.
public final class RelabelRules {

    private static final String DEFAULT_SEPARATOR = ";";
    private static final String DEFAULT_REGEX = "(.*)";
    private static final String DEFAULT_REPLACEMENT = "$1";

    /// How the keys are spelled.
    public enum Spelling {
        /// `source_labels`; a written null is an empty value.
        PROMETHEUS,
        /// `sourceLabels`; an empty regex is the default one.
        OPERATOR;

        private String key(String snake) {
            return switch (this) {
                case PROMETHEUS -> snake;
                case OPERATOR -> switch (snake) {
                    case "source_labels" -> "sourceLabels";
                    case "target_label" -> "targetLabel";
                    case String same -> same;
                };
            };
        }

        private Set<String> keys() {
            return Set.of(
                    key("source_labels"), "separator", "regex", "modulus", key("target_label"), "replacement",
                    "action");
        }
    }

    /// A rule as written: every value read, their combination not checked.
    public record Written(
            Field field,
            String action,
            RelabelRule.Source source,
            boolean sourceWritten,
            AnchoredRegex regex,
            boolean regexWritten,
            long modulus,
            String targetLabel,
            String replacement) {}

    private RelabelRules() {}

    /// @throws ManifestException when a rule cannot be read or is not valid
    public static List<RelabelRule> read(Field list, Spelling spelling, LabelNaming naming) {
        return parse(list, spelling).stream().map(rule -> check(rule, naming)).toList();
    }

    /// The first half of reading: forms and values, one by one.
    public static List<Written> parse(Field list, Spelling spelling) {
        return list.items().stream().map(item -> written(item, spelling)).toList();
    }

    private static Written written(Field item, Spelling spelling) {
        var unknown = item.unknown(spelling.keys());
        if (!unknown.isEmpty()) {
            throw new ManifestException(unknown.getFirst() + " of a relabelling rule");
        }
        var names = new ArrayList<String>();
        var sources = item.at(spelling.key("source_labels"));
        for (var name : sources.items()) {
            if (name.text("").isEmpty()) {
                throw name.wrong("a label name", "\"\"");
            }
            names.add(name.text());
        }
        var separator = text(item, "separator", DEFAULT_SEPARATOR);
        return new Written(
                item,
                action(item.at("action"), item.writtenNull("action")),
                new RelabelRule.Source(names, separator),
                !sources.isMissing(),
                regex(item, spelling),
                !item.at("regex").isMissing() || item.writtenNull("regex"),
                TypedScalar.unsigned(item.at("modulus"), 0),
                text(item, spelling.key("target_label"), ""),
                text(item, "replacement", DEFAULT_REPLACEMENT));
    }

    /// The text of a field; a written null is empty, a missing field the default.
    private static String text(Field item, String key, String fallback) {
        return item.writtenNull(key) ? "" : item.at(key).text(fallback);
    }

    private static String action(Field action, boolean writtenNull) {
        if (writtenNull) {
            return "";
        }
        var name = action.text("replace").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "replace", "keep", "drop", "keepequal", "dropequal", "hashmod", "labelmap", "labeldrop", "labelkeep",
                    "lowercase", "uppercase" -> name;
            case String other -> throw action.wrong("a relabelling action", '"' + other + '"');
        };
    }

    private static AnchoredRegex regex(Field item, Spelling spelling) {
        var text = text(item, "regex", DEFAULT_REGEX);
        try {
            boolean operatorDefault = spelling == Spelling.OPERATOR && text.isEmpty();
            return AnchoredRegex.of(operatorDefault ? DEFAULT_REGEX : text);
        } catch (PatternSyntaxException wrong) {
            throw item.at("regex").wrong("an RE2 regular expression", '"' + text + "\": " + wrong.getMessage());
        }
    }

    /// The second half of reading: whether the values of a rule go together.
    public static RelabelRule check(Written rule, LabelNaming naming) {
        return switch (rule.action()) {
            case "replace" -> {
                var target = target(rule);
                boolean template = target.contains("$");
                if (template ? !naming.isValidTemplate(target) : !naming.isValid(target)) {
                    throw invalidTarget(rule);
                }
                yield new RelabelRule.Replace(rule.source(), rule.regex(), target, rule.replacement(), naming);
            }
            case "keep" -> new RelabelRule.Keep(rule.source(), rule.regex());
            case "drop" -> new RelabelRule.Drop(rule.source(), rule.regex());
            case "keepequal" -> new RelabelRule.KeepEqual(onlySource(rule, naming), rule.targetLabel());
            case "dropequal" -> new RelabelRule.DropEqual(onlySource(rule, naming), rule.targetLabel());
            case "hashmod" -> {
                if (rule.modulus() == 0) {
                    throw rule.field().wrong("a modulus for hashmod", "0");
                }
                yield new RelabelRule.HashMod(rule.source(), namedTarget(rule, naming), rule.modulus());
            }
            case "labelmap" -> {
                if (!naming.isValidTemplate(rule.replacement())) {
                    throw rule.field().wrong("a label name as replacement of labelmap", '"' + rule.replacement() + '"');
                }
                yield new RelabelRule.LabelMap(rule.regex(), rule.replacement());
            }
            case "labeldrop" -> new RelabelRule.LabelDrop(onlyRegex(rule));
            case "labelkeep" -> new RelabelRule.LabelKeep(onlyRegex(rule));
            case "lowercase" -> new RelabelRule.Lowercase(rule.source(), caseTarget(rule, naming));
            case "uppercase" -> new RelabelRule.Uppercase(rule.source(), caseTarget(rule, naming));
            case String nothing -> throw rule.field().wrong("a relabelling action", '"' + nothing + '"');
        };
    }

    private static String target(Written rule) {
        if (rule.targetLabel().isEmpty()) {
            throw rule.field().wrong("a target label for action " + rule.action(), "none");
        }
        return rule.targetLabel();
    }

    private static String namedTarget(Written rule, LabelNaming naming) {
        if (!naming.isValid(target(rule))) {
            throw invalidTarget(rule);
        }
        return rule.targetLabel();
    }

    private static String caseTarget(Written rule, LabelNaming naming) {
        var target = namedTarget(rule, naming);
        if (!rule.replacement().equals(DEFAULT_REPLACEMENT)) {
            throw rule.field().wrong("no replacement for action " + rule.action(), '"' + rule.replacement() + '"');
        }
        return target;
    }

    private static RelabelRule.Source onlySource(Written rule, LabelNaming naming) {
        caseTarget(rule, naming);
        if (rule.regexWritten() || rule.modulus() != 0 || !rule.source().separator().equals(DEFAULT_SEPARATOR)) {
            throw rule.field().wrong("only source and target labels for action " + rule.action(), "more");
        }
        return rule.source();
    }

    private static AnchoredRegex onlyRegex(Written rule) {
        boolean more = rule.sourceWritten()
                || !rule.targetLabel().isEmpty()
                || rule.modulus() != 0
                || !rule.source().separator().equals(DEFAULT_SEPARATOR)
                || !rule.replacement().equals(DEFAULT_REPLACEMENT);
        if (more) {
            throw rule.field().wrong("only a regex for action " + rule.action(), "more");
        }
        return rule.regex();
    }

    private static ManifestException invalidTarget(Written rule) {
        return rule.field().wrong("a label name as target of " + rule.action(), '"' + rule.targetLabel() + '"');
    }
}

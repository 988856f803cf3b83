package dev.headroom.rules;

import dev.headroom.gotemplate.GoText;
import dev.headroom.manifests.Field;
import dev.headroom.model.LabelNaming;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What is wrong with the groups of a rule file that could be read: everything, in the words of Prometheus.
final class RuleFileCheck {

    private static final Pattern LEGACY_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private final LabelNaming naming;
    private final Function<String, Optional<String>> expressionError;
    private final List<RuleFiles.Problem> problems = new ArrayList<>();

    RuleFileCheck(LabelNaming naming, Function<String, Optional<String>> expressionError) {
        this.naming = naming;
        this.expressionError = expressionError;
    }

    /// All problems, in the order of the file.
    List<RuleFiles.Problem> problems(List<Field> groups) {
        var names = new HashSet<String>();
        for (var group : groups) {
            var name = group.at("name").text("");
            if (name.isEmpty()) {
                add(group, "Groupname must not be empty");
            }
            if (!names.add(name)) {
                add(group.at("name"), "groupname: \"" + name + "\" is repeated in the same file");
            }
            labelNames(group.at("labels"), "invalid label name: ", "");
            int number = 0;
            for (var rule : RuleFiles.written(group.at("rules"))) {
                number++;
                check(rule, name, number);
            }
        }
        return List.copyOf(problems);
    }

    private void check(Field rule, String group, int number) {
        var record = rule.at("record").text("");
        var alert = rule.at("alert").text("");
        var title = "group " + GoText.quote(group, false) + ", rule " + number + ", "
                + GoText.quote(alert.isEmpty() ? record : alert, false) + ": ";
        if (record.isEmpty() == alert.isEmpty()) {
            add(rule.at(record.isEmpty() ? "alert" : "record"), title + (record.isEmpty()
                    ? "one of 'record' or 'alert' must be set"
                    : "only one of 'record' and 'alert' must be set"));
        }
        var expr = rule.at("expr").text("");
        if (expr.isEmpty()) {
            add(rule.at("expr"), title + "field 'expr' must be set in rule");
        } else {
            expressionError.apply(expr).ifPresent(
                    error -> add(rule.at("expr"), title + "could not parse expression: " + error));
        }
        if (!record.isEmpty()) {
            recording(rule, record, title);
        }
        labelNames(rule.at("labels"), "invalid label name: ", title);
        labelNames(rule.at("annotations"), "invalid annotation name: ", title);
        if (!alert.isEmpty()) {
            templates(rule.at("labels"), title + "label", alert);
            templates(rule.at("annotations"), title + "annotation", alert);
        }
    }

    private void recording(Field rule, String record, String title) {
        if (!RuleFiles.texts(rule.at("annotations")).isEmpty()) {
            add(rule.at("record"), title + "invalid field 'annotations' in recording rule");
        }
        for (var key : List.of("for", "keep_firing_for")) {
            if (rule.at(key).optionalDuration().filter(time -> !time.isZero()).isPresent()) {
                add(rule.at("record"), title + "invalid field '" + key + "' in recording rule");
            }
        }
        if (record.contains("{") || record.contains("}")) {
            add(rule.at("record"),
                    title + "braces present in the recording rule name; should it be in expr?: " + record);
        } else if (naming == LabelNaming.LEGACY && !LEGACY_METRIC.matcher(record).matches()) {
            add(rule.at("record"), title + "invalid recording rule name: " + record);
        }
    }

    private void labelNames(Field labels, String problem, String title) {
        boolean annotations = problem.contains("annotation");
        for (var name : RuleFiles.texts(labels).keySet()) {
            if (!naming.isValid(name) || (!annotations && name.equals(Labels.NAME))) {
                add(labels, title + problem + name);
            }
        }
    }

    private void templates(Field templates, String title, String alert) {
        for (Map.Entry<String, Field> entry : templates.entries().entrySet()) {
            var name = GoText.quote(entry.getKey(), false);
            AlertTemplate.error(alert, entry.getValue().text()).ifPresent(error -> add(
                    entry.getValue(),
                    title + " " + name + ": " + error.substring(error.indexOf(": template: ") + 2)));
        }
    }

    private void add(Field where, String text) {
        problems.add(new RuleFiles.Problem(where.place().file(), where.place().line(), where.place().column(), text));
    }
}

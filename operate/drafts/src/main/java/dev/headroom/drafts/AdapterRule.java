package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One discovery rule of prometheus-adapter as written.
///
/// @param external whether it serves external metrics, which belong to no object
public record AdapterRule(Field field, int index, boolean external) {

    public String what() {
        return "adapter rule " + index + apiName().map(name -> " (\"" + name + "\")").orElse("");
    }

    public String seriesQuery() {
        return Peek.text(field, "seriesQuery").orElse("");
    }

    public List<Matcher> seriesMatchers() {
        try {
            return Parser.selector(seriesQuery());
        } catch (PromqlException _) {
            return List.of();
        }
    }

    /// The name of the series that it finds, where that is one.
    public Optional<String> seriesName() {
        return seriesMatchers().stream()
                .filter(matcher -> matcher.name().equals("__name__") && matcher.type() == Matcher.Type.EQUAL)
                .map(Matcher::value)
                .findFirst();
    }

    /// The name that autoscalers use, where it is written as it is.
    public Optional<String> apiName() {
        return Peek.text(field, "name", "as").filter(as -> !as.contains("$"));
    }

    /// The labels that stand for objects, and for which kind.
    public Map<String, String> overrides() {
        return Peek.entries(field, "resources", "overrides").entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> Peek.text(entry.getValue(), "resource").orElse("")));
    }

    public boolean hasResourceTemplate() {
        return !Peek.text(field, "resources", "template").orElse("").isEmpty();
    }

    /// The labels that its query would be asked to group by, most often `pod`.
    private String groupLabel() {
        return overrides().entrySet().stream()
                .filter(entry -> !entry.getValue().startsWith("namespace"))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse("pod");
    }

    /// The metrics query with what the adapter would put into it.
    Template metricsQuery(String text) {
        var series = seriesName().orElse("some_series" + (seriesQuery().contains("_bucket") ? "_bucket" : ""));
        var group = external ? "" : groupLabel();
        return Template.of(text, placeholder -> switch (placeholder) {
            case ".Series" -> series;
            case ".LabelMatchers" -> external ? "namespace=\"default\"" : group + "=~\"a|b\"";
            case ".GroupBy" -> group;
            default -> placeholder.contains("LabelValues") ? "a|b" : group;
        });
    }
}

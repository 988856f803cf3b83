package dev.headroom.adapter;

import dev.headroom.gotemplate.GoTemplate;
import dev.headroom.gotemplate.TemplateException;
import dev.headroom.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The template of a rule's query, and the PromQL that a request makes of it. Source: package `naming`,
/// `metrics_query.go`.
final class MetricsQuery {

    private static final String TYPE = "naming.queryTemplateArgs";

    private final String text;
    private final GoTemplate template;
    private final ResourceLabels labels;

    private MetricsQuery(String text, GoTemplate template, ResourceLabels labels) {
        this.text = text;
        this.template = template;
        this.labels = labels;
    }

    /// @throws TemplateException when the text is no template, or asks for fields that there are not
    static MetricsQuery of(String text, ResourceLabels labels) {
        var fields = new TemplateFields();
        var template = GoTemplate.parse(text, fields.names(), GoTemplate.Delimiters.ANGLES);
        var query = new MetricsQuery(text, template, labels);
        query.probe(fields);
        return query;
    }

    /// Fields that are not there show only when a template is expanded; an example is as good as a request for that.
    private void probe(TemplateFields fields) {
        try {
            template.expand(data("series", new Matchers(List.of(), Map.of()), List.of("pod")), fields);
        } catch (TemplateException failure) {
            if (!fields.unknown().isEmpty()) {
                throw failure;
            }
        }
    }

    /// As written.
    String text() {
        return text;
    }

    /// A request for objects of one kind.
    ///
    /// @param namespace empty for objects of the root
    /// @param names of the objects
    /// @param pattern whether the names are regular expressions
    record Objects(GroupResource resource, Optional<String> namespace, List<String> names, boolean pattern) {
        Objects {
            names = List.copyOf(names);
        }

        Objects(GroupResource resource, Optional<String> namespace, List<String> names) {
            this(resource, namespace, names, false);
        }

        boolean asPattern() {
            return pattern || names.size() > 1;
        }
    }

    private record Matchers(List<String> expressions, Map<String, String> values) {}

    /// The query for objects.
    ///
    /// @param groupBy labels that divide the answer further
    /// @throws AdapterException when the request cannot be put into PromQL
    String forObjects(String series, Objects objects, LabelSelector selector, List<String> groupBy) {
        var matchers = matchers(selector, objects.namespace());
        var label = labels.labelOf(objects.resource());
        var names = String.join("|", objects.names());
        var expressions = new ArrayList<>(matchers.expressions());
        expressions.add(label + (objects.asPattern() ? "=~" : "=") + MatcherText.quoted(names));
        var values = new java.util.TreeMap<>(matchers.values());
        values.put(label, names);
        var groups = new ArrayList<String>();
        groups.add(label);
        groups.addAll(groupBy);
        return expanded(data(series, new Matchers(expressions, values), groups));
    }

    /// The query for a metric that belongs to no object.
    ///
    /// @param namespace empty when the rule is not namespaced
    String forExternal(String series, Optional<String> namespace, LabelSelector selector) {
        return expanded(data(series, matchers(selector, namespace), List.of()));
    }

    private Matchers matchers(LabelSelector selector, Optional<String> namespace) {
        var expressions = new ArrayList<String>();
        var values = new java.util.TreeMap<String, String>();
        for (var requirement : selector.requirements()) {
            expressions.add(MatcherText.of(requirement));
            values.put(requirement.key(), String.join("|", MatcherText.values(requirement)));
        }
        namespace.ifPresent(name -> {
            var label = labels.labelOf(GroupResource.NAMESPACES);
            expressions.add(label + "=" + MatcherText.quoted(name));
            values.put(label, name);
        });
        return new Matchers(expressions, values);
    }

    private static TemplateFields.Data data(String series, Matchers matchers, List<String> groupBy) {
        return new TemplateFields.Data(
                TYPE,
                Map.of(
                        "Series", series,
                        "LabelMatchers", String.join(",", matchers.expressions()),
                        "LabelValuesByName", matchers.values(),
                        "GroupBy", String.join(",", groupBy),
                        "GroupBySlice", groupBy));
    }

    private String expanded(TemplateFields.Data data) {
        try {
            var query = template.expand(data, new TemplateFields());
            if (query.isEmpty()) {
                throw new AdapterException("empty query produced by metrics query template");
            }
            return query;
        } catch (TemplateException failure) {
            throw new AdapterException("template: metrics-query: " + failure.text());
        }
    }
}

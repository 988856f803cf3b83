package dev.headroom.rules;

import dev.headroom.gotemplate.GoTemplate;
import dev.headroom.gotemplate.TemplateException;
import dev.headroom.model.Labels;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryResult;
import dev.headroom.rules.AlertValues.Data;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The templates in labels and annotations of alerts: Go's text/template with the functions of Prometheus.
///
/// `$labels`, `$externalLabels`, `$externalURL` and `$value` are defined in front of the text. A label that is not
/// there is an empty text. A template that fails gives its error as text, so that the alert still goes out.
/// Source: prometheus.io/docs/prometheus/latest/configuration/template_reference.
public final class AlertTemplate {

    private static final String VARIABLES = "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
            + "{{$externalURL := .ExternalURL}}{{$value := .Value}}";

    private AlertTemplate() {}

    /// What a template can see.
    ///
    /// @param query answers the function `query`
    public record Surroundings(
            Labels labels,
            double value,
            Labels externalLabels,
            String externalUrl,
            Instant at,
            Function<String, List<QueryResult.Element>> query) {}

    /// What is wrong with a template, as far as reading it shows.
    public static Optional<String> error(String alert, String template) {
        try {
            read(template);
            return Optional.empty();
        } catch (TemplateException wrong) {
            return Optional.of("error parsing template " + name(alert) + ": template: " + name(alert) + ":1: "
                    + wrong.text());
        }
    }

    /// The text that a template gives; one that begins with `<error expanding template:` when it fails.
    public static String expand(String alert, String template, Surroundings around) {
        try {
            return text(alert, template, around);
        } catch (TemplateException failure) {
            return "<error expanding template: " + failure.text() + ">";
        }
    }

    /// @throws TemplateException when the template cannot be read, or fails
    static String text(String alert, String template, Surroundings around) {
        var wrong = error(alert, template);
        if (wrong.isPresent()) {
            throw new TemplateException(wrong.get());
        }
        var parsed = read(template);
        var data = new Data(
                map(around.labels()), map(around.externalLabels()), around.externalUrl(), around.value());
        try {
            return parsed.expand(data, new TemplateFunctions(around));
        } catch (TemplateException failure) {
            throw new TemplateException(failed(alert, failure.text()));
        } catch (PromqlException failure) {
            throw new TemplateException(failed(alert, String.valueOf(failure.getMessage())));
        }
    }

    private static GoTemplate read(String template) {
        return GoTemplate.parse(VARIABLES + template, TemplateFunctions.NAMES, GoTemplate.Delimiters.BRACES);
    }

    private static String failed(String alert, String why) {
        return "error executing template " + name(alert) + ": template: " + name(alert) + ": " + why;
    }

    private static String name(String alert) {
        return "__alert_" + alert;
    }

    static Map<String, String> map(Labels labels) {
        var map = new TreeMap<String, String>();
        for (var name : labels.names()) {
            map.put(name, labels.value(name));
        }
        return map;
    }
}

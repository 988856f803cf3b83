package dev.headroom.autoscaler;

import dev.headroom.hpa.MetricSpec;
import dev.headroom.keda.TriggerSpec;
import dev.headroom.model.LabelSelector.Requirement;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A question whose answer an autoscaler needs before it can decide; whoever can wait asks it.
///
/// @param metric the name under which the answer is handed in
/// @param trigger what people call it: the trigger's name, else the metric's
/// @param query PromQL; for triggers of other sources, what people would look for
/// @param source what the question comes from
public record MetricQuery(String metric, String trigger, Kind kind, String query, Source source) {

    /// Who wants to know.
    public sealed interface Source {

        /// A trigger of a ScaledObject.
        record OfTrigger(Trigger trigger) implements Source {}

        /// A metric of a HorizontalPodAutoscaler, which has a name and no query of its own.
        record OfMetric(MetricSpec spec, String namespace) implements Source {}
    }

    /// What the answer must be.
    public enum Kind {
        /// One number.
        NUMBER,
        /// One number per pod, told apart by the label `pod`.
        PER_POD
    }

    static MetricQuery of(TriggerSpec spec, TriggerMetric.External metric, Trigger trigger) {
        return new MetricQuery(
                metric.name(),
                spec.name().isEmpty() ? metric.name() : spec.name(),
                Kind.NUMBER,
                TriggerQueries.text(spec, trigger),
                new Source.OfTrigger(trigger));
    }

    /// The query for a metric that has a name and no query, where no adapter is configured: the series of that name,
    /// added up.
    static Optional<MetricQuery> of(MetricSpec spec, String namespace) {
        return switch (spec) {
            case MetricSpec.External external -> {
                var series = series(external.metric(), List.of());
                yield Optional.of(number(spec, "sum(" + series + ")", namespace));
            }
            case MetricSpec.DescribedObject object -> {
                var described = object.describedObject();
                var kind = described.kind().toLowerCase(java.util.Locale.ROOT);
                var series = series(object.metric(), List.of(kind + "=" + quoted(described.name())));
                yield Optional.of(number(spec, "sum(" + series + ")", namespace));
            }
            case MetricSpec.Pods pods ->
                Optional.of(new MetricQuery(
                        spec.name(),
                        spec.name(),
                        Kind.PER_POD,
                        "sum by (pod) (" + series(pods.metric(), List.of()) + ")",
                        new Source.OfMetric(spec, namespace)));
            case MetricSpec.Resource _, MetricSpec.ContainerResource _, MetricSpec.Unknown _ -> Optional.empty();
        };
    }

    private static MetricQuery number(MetricSpec spec, String query, String namespace) {
        return new MetricQuery(
                spec.name(), spec.name(), Kind.NUMBER, query, new Source.OfMetric(spec, namespace));
    }

    private static String series(MetricSpec.Identifier metric, List<String> more) {
        var matchers = new ArrayList<>(more);
        metric.selector()
                .ifPresent(selector ->
                        selector.selector().requirements().forEach(each -> matchers.add(matcher(each))));
        return metric.name() + (matchers.isEmpty() ? "" : "{" + String.join(", ", matchers) + "}");
    }

    private static String matcher(Requirement requirement) {
        var key = requirement.key();
        var any = requirement.sortedValues().stream().map(MetricQuery::literal).collect(Collectors.joining("|"));
        var first = requirement.sortedValues().stream().findFirst().orElse("");
        return switch (requirement.operator()) {
            case EQUALS, DOUBLE_EQUALS -> key + "=" + quoted(first);
            case NOT_EQUALS -> key + "!=" + quoted(first);
            case IN -> key + "=~" + quoted(any);
            case NOT_IN -> key + "!~" + quoted(any);
            case EXISTS -> key + "!=\"\"";
            case DOES_NOT_EXIST -> key + "=\"\"";
            case GREATER_THAN, LESS_THAN ->
                throw new IllegalArgumentException("a metric selector cannot compare: " + requirement);
        };
    }

    private static String literal(String value) {
        return value.replaceAll("([.\\\\+*?()\\[\\]{}|^$])", "\\\\$1");
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

package dev.headroom.migration;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.adapter.AdapterException;
import dev.headroom.adapter.DiscoveryRule;
import dev.headroom.adapter.GroupResource;
import dev.headroom.adapter.MetricRequest;
import dev.headroom.adapter.MetricRequest.Objects;
import dev.headroom.adapter.ResourceKinds;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricTarget;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.model.Quantity;
import dev.headroom.model.ScaleTargetRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a metric of an autoscaler becomes: a trigger, or words that say why there is none.
///
/* notes
 *
 * A Pods metric is the average over the pods that have a value, times the pods. `avg` with metricType Value is the
 * same: the ratio to the target times the ready replicas. `sum` with AverageValue would divide by all replicas, so that
 * a pod without a value would look idle. External values are added up by the controller, so `sum` keeps them as they
 * are. */
final class AdapterTriggers {

    private final AdapterConfig config;
    private final String namespace;
    private final ScaleTargetRef target;

    AdapterTriggers(AdapterConfig config, String namespace, ScaleTargetRef target) {
        this.config = config;
        this.namespace = namespace;
        this.target = target;
    }

    sealed interface Outcome {

        /// @param metricType `Value` or `AverageValue`
        /// @param notes what whoever applies it should know
        record Prometheus(String metric, String query, String metricType, String threshold, List<String> notes)
                implements Outcome {}

        /// @param type `cpu` or `memory`
        /// @param container empty for whole pods
        record Resource(String type, String metricType, String value, String container) implements Outcome {}

        record None(String metric, String why) implements Outcome {}
    }

    Outcome of(MetricSpec spec) {
        return switch (spec) {
            case MetricSpec.Resource each -> resource(each.name(), "", each.target());
            case MetricSpec.ContainerResource each -> resource(each.name(), each.container(), each.target());
            case MetricSpec.Pods each -> pods(each);
            case MetricSpec.DescribedObject each -> object(each);
            case MetricSpec.External each -> asked(
                    each.name(),
                    config.externalRules(),
                    new MetricRequest.External(namespace, each.name(), selector(each.metric())),
                    new Form("sum", each.target()));
            case MetricSpec.Unknown each -> new Outcome.None(each.name(), "its type is none that is known");
        };
    }

    /// How many values become one, and what the one is held against.
    private record Form(String aggregation, MetricTarget target) {

        String metricType() {
            return aggregation.equals("avg") || target.averageValue().isEmpty() ? "Value" : "AverageValue";
        }

        Optional<String> threshold() {
            return target.averageValue().or(target::value).map(AdapterTriggers::plain);
        }
    }

    private static String plain(Quantity quantity) {
        return quantity.exact().stripTrailingZeros().toPlainString();
    }

    private static Outcome resource(String name, String container, MetricTarget target) {
        if (!name.equals("cpu") && !name.equals("memory")) {
            return new Outcome.None(name, "KEDA has triggers for cpu and memory only");
        }
        return target.averageUtilization()
                .<Outcome>map(percent ->
                        new Outcome.Resource(name, "Utilization", Integer.toString(percent), container))
                .orElseGet(() -> new Outcome.Resource(
                        name,
                        "AverageValue",
                        target.averageValue().map(Quantity::toString).orElse("0"),
                        container));
    }

    private Outcome pods(MetricSpec.Pods spec) {
        return asked(
                spec.name(),
                config.rules(),
                new MetricRequest.Custom(
                        GroupResource.PODS,
                        Optional.of(namespace),
                        new Objects.Matching(podNames()),
                        spec.name(),
                        selector(spec.metric())),
                new Form("avg", spec.target()));
    }

    private Outcome object(MetricSpec.DescribedObject spec) {
        var object = spec.describedObject();
        var resource = ResourceKinds.ofKind(object.apiVersion(), object.kind());
        boolean itself = resource.equals(GroupResource.NAMESPACES);
        return asked(
                spec.name(),
                config.rules(),
                new MetricRequest.Custom(
                        resource,
                        ResourceKinds.isNamespaced(resource) ? Optional.of(namespace) : Optional.empty(),
                        new Objects.ByName(itself ? namespace : object.name()),
                        spec.name(),
                        selector(spec.metric())),
                new Form("sum", spec.target()));
    }

    /// What the names of the target's pods look like.
    private String podNames() {
        return switch (target.kind()) {
            case "Deployment" -> target.name() + "-[0-9a-z]+-[0-9a-z]{5}";
            case "StatefulSet" -> target.name() + "-[0-9]+";
            default -> target.name() + "-.*";
        };
    }

    private static LabelSelector selector(MetricSpec.Identifier metric) {
        return metric.selector().map(LabelSelectorObject::selector).orElseGet(LabelSelector::everything);
    }

    private Outcome asked(String metric, List<DiscoveryRule> rules, MetricRequest request, Form form) {
        var serving = rules.stream()
                .filter(rule -> rule.seriesOf(metric).isPresent())
                .toList();
        if (serving.isEmpty()) {
            return new Outcome.None(
                    metric, "no rule of the adapter serves a metric of that name; it was <unknown>, or something else"
                            + " served it");
        }
        if (form.threshold().isEmpty()) {
            return new Outcome.None(metric, "it has no target");
        }
        var rule = chosen(serving, metric);
        var notes = new ArrayList<String>();
        if (serving.size() > 1) {
            notes.add("Several rules could serve this metric, whichever of their series exists: "
                    + String.join(", ", serving.stream()
                            .map(each -> each.seriesOf(metric).orElseThrow())
                            .distinct()
                            .toList())
                    + ". This is the query of " + rule.place() + '.');
        }
        try {
            var query = query(rule, request, notes);
            return new Outcome.Prometheus(
                    metric,
                    form.aggregation() + "(" + (query.contains("\n") ? "\n" + query.strip().indent(2) : query) + ")",
                    form.metricType(),
                    form.threshold().get(),
                    notes);
        } catch (AdapterException failure) {
            return new Outcome.None(metric, rule.place() + ": " + failure.getMessage());
        }
    }

    /// The last rule that serves nothing but this metric (later rules win in the adapter), else the one for a series of
    /// that very name.
    private static DiscoveryRule chosen(List<DiscoveryRule> serving, String metric) {
        return serving.stream()
                .filter(rule -> rule.fixedMetric().filter(metric::equals).isPresent())
                .reduce((_, last) -> last)
                .or(() -> serving.stream()
                        .filter(rule -> rule.seriesOf(metric).filter(metric::equals).isPresent())
                        .findFirst())
                .orElseGet(serving::getFirst);
    }

    /// A rule that maps no label to the namespace has no query at all in the adapter; what its author meant is the one
    /// without the namespace.
    private String query(DiscoveryRule rule, MetricRequest request, List<String> notes) {
        var series = rule.seriesOf(request.metric()).orElseThrow();
        try {
            return rule.query(request, series);
        } catch (AdapterException failure) {
            var rootless = switch (request) {
                case MetricRequest.Custom each -> new MetricRequest.Custom(
                        each.resource(), Optional.empty(), each.objects(), each.metric(), each.selector());
                case MetricRequest.External each ->
                    new MetricRequest.External("", each.metric(), each.selector());
            };
            var query = rule.query(rootless, series);
            notes.add("The adapter answers nothing here, because the rule (" + rule.place()
                    + ") maps no label to the namespace; this is its query without the namespace.");
            return query;
        }
    }
}

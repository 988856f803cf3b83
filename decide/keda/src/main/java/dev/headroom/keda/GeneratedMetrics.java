package dev.headroom.keda;

import dev.headroom.hpa.GoNumbers;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricTarget;
import dev.headroom.keda.ScaledObject.ScalingModifiers;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.model.Quantity;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerMetric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `spec.metrics` of a generated autoscaler, and what the status says of them.
///
/// @param specs in the order of the autoscaler
/// @param external the names of external metrics in the order of the triggers
/// @param resources likewise
/// @param composite the name of the metric that a formula computes; empty without one
record GeneratedMetrics(List<MetricSpec> specs, List<String> external, List<String> resources, String composite) {

    /* notes
     *
     * The specs are sorted by the text of their type. With a formula, the resources come first as they were, then the
     * composite metric, and container resources are dropped. A target of NaN passes the checks and makes no composite
     * metric.
     * Source: KEDA 2.21; held against recordings.
     */

    GeneratedMetrics {
        specs = List.copyOf(specs);
        external = List.copyOf(external);
        resources = List.copyOf(resources);
    }

    static GeneratedMetrics of(ScaledObject object, List<Trigger> triggers) throws OperatorException {
        if (triggers.isEmpty()) {
            throw new OperatorException("no metric specs returned from scalers for ScaledObject "
                    + object.namespace() + "/" + object.name());
        }
        var external = new ArrayList<String>();
        var resources = new ArrayList<String>();
        var names = new HashSet<String>();
        for (var trigger : triggers) {
            switch (trigger.metric()) {
                case TriggerMetric.External metric -> {
                    if (!names.add(metric.name())) {
                        throw new OperatorException("metricName " + metric.name()
                                + " defined multiple times in ScaledObject " + object.name());
                    }
                    external.add(metric.name());
                }
                case TriggerMetric.Resource metric -> {
                    if (metric.container().isEmpty()) {
                        resources.add(metric.resource());
                    }
                }
            }
        }
        var specs = triggers.stream()
                .map(trigger -> spec(trigger.metric(), object.name()))
                .sorted(Comparator.comparing(MetricSpec::type))
                .toList();
        return object.advanced()
                .modifiers()
                .flatMap(modifiers -> composite(object, modifiers))
                .map(composite -> new GeneratedMetrics(
                        withComposite(specs, composite), external, resources, ScaledObject.COMPOSITE))
                .orElseGet(() -> new GeneratedMetrics(specs, external, resources, ""));
    }

    private static List<MetricSpec> withComposite(List<MetricSpec> specs, MetricSpec composite) {
        var kept = new ArrayList<MetricSpec>();
        specs.stream().filter(MetricSpec.Resource.class::isInstance).forEach(kept::add);
        kept.add(composite);
        return kept;
    }

    private static Optional<MetricSpec> composite(ScaledObject object, ScalingModifiers modifiers) {
        double target = Modifiers.target(modifiers);
        if (!(target > 0)) {
            return Optional.empty();
        }
        var quantity = Quantity.ofMilli(GoNumbers.toLong(target * 1000), Quantity.Format.DECIMAL_SI);
        var type = modifiers.metricType().isEmpty() ? "AverageValue" : modifiers.metricType();
        return Optional.of(new MetricSpec.External(
                identifier(ScaledObject.COMPOSITE, object.name()), target(type, quantity)));
    }

    private static MetricTarget target(String type, Quantity quantity) {
        return type.equals("AverageValue")
                ? MetricTarget.averageValue(quantity)
                : new MetricTarget(type, Optional.of(quantity), Optional.empty(), Optional.empty());
    }

    /// The entry for one trigger.
    static MetricSpec spec(TriggerMetric metric, String scaledObject) {
        return switch (metric) {
            case TriggerMetric.External external ->
                new MetricSpec.External(
                        identifier(external.name(), scaledObject), target(external.type(), external.target()));
            case TriggerMetric.Resource resource -> {
                var target = new MetricTarget(
                        resource.type(), Optional.empty(), resource.averageValue(), resource.averageUtilization());
                yield resource.container().isEmpty()
                        ? new MetricSpec.Resource(resource.resource(), target)
                        : new MetricSpec.ContainerResource(resource.resource(), resource.container(), target);
            }
        };
    }

    private static MetricSpec.Identifier identifier(String metric, String scaledObject) {
        return new MetricSpec.Identifier(
                metric,
                Optional.of(LabelSelectorObject.of(Map.of(ScaledObject.NAME_LABEL, scaledObject), List.of())));
    }
}

package dev.headroom.hpa;

import dev.headroom.hpa.MetricStatus.Current;
import dev.headroom.hpa.Proposal.Failed;
import dev.headroom.hpa.Proposal.Replicas;
import dev.headroom.hpa.ReplicaCalculator.Result;
import dev.headroom.model.LabelSelectorException;
import dev.headroom.model.LabelSelectorObject;
import dev.headroom.model.Quantity;

/// Asks each metric of an autoscaler what it alone would do. Texts are the HorizontalPodAutoscaler controller's.
final class MetricProposer {

    private static final Result OVERFLOW =
            new Result(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Double.POSITIVE_INFINITY, 1);

    private final String namespace;
    private final Readings readings;
    private final ReplicaCalculator calculator;

    MetricProposer(String namespace, Readings readings, ReplicaCalculator calculator) {
        this.namespace = namespace;
        this.readings = readings;
        this.calculator = calculator;
    }

    Proposal propose(MetricSpec spec) {
        return switch (spec) {
            case MetricSpec.Resource resource -> resource(resource);
            case MetricSpec.ContainerResource resource -> containerResource(resource);
            case MetricSpec.Pods pods -> pods(pods);
            case MetricSpec.DescribedObject object -> object(object);
            case MetricSpec.External external -> external(external);
            case MetricSpec.Unknown unknown -> {
                var text = "unknown metric source type \"" + unknown.type() + '"';
                yield new Failed(unknown, "InvalidMetricSourceType", text, text);
            }
        };
    }

    private Proposal resource(MetricSpec.Resource spec) {
        try {
            return usage(spec, spec.name(), "", spec.target());
        } catch (MetricFailure failure) {
            return new Failed(
                    spec,
                    "FailedGetResourceMetric",
                    failure.text(),
                    "failed to get " + spec.name() + " resource metric value: " + failure.text());
        }
    }

    private Proposal containerResource(MetricSpec.ContainerResource spec) {
        try {
            return usage(spec, spec.name(), spec.container(), spec.target());
        } catch (MetricFailure failure) {
            return new Failed(
                    spec,
                    "FailedGetContainerResourceMetric",
                    failure.text(),
                    "failed to get " + spec.container() + " container metric value: " + failure.text());
        }
    }

    private Proposal usage(MetricSpec spec, String resource, String container, MetricTarget target)
            throws MetricFailure {
        if (target.averageValue().isPresent()) {
            try {
                var values = fetched(resource, container);
                long milli = target.averageValue().get().milliValue();
                var result = calculator.average(values, resource, milli);
                var current = Current.averageValue(MetricStatus.ofResource(resource, result.average()));
                return replicas(spec, result, resource + " resource", current, MetricText.of(result.average(), milli));
            } catch (MetricFailure failure) {
                throw new MetricFailure("failed to get " + resource + " usage: " + failure.text());
            }
        }
        if (target.averageUtilization().isEmpty()) {
            throw new MetricFailure("invalid resource metric source: neither an average utilization target nor an"
                    + " average value (usage) target was set");
        }
        try {
            var values = fetched(resource, container);
            int percent = target.averageUtilization().get();
            var result = calculator.utilization(values, resource, container, percent);
            var current = Current.utilization(
                    (int) result.usage(), MetricStatus.ofResource(resource, result.average()));
            var name = resource + (container.isEmpty() ? "" : " container")
                    + " resource utilization (percentage of request)";
            return replicas(spec, result, name, current, result.usage() + "%/" + percent + "%");
        } catch (MetricFailure failure) {
            throw new MetricFailure("failed to get " + resource + " utilization: " + failure.text());
        }
    }

    private java.util.Map<String, Readings.PodValue> fetched(String resource, String container) throws MetricFailure {
        try {
            return PodMetrics.ofResource(readings.resource(), resource, container);
        } catch (MetricFailure failure) {
            throw new MetricFailure("unable to get metrics for resource " + resource + ": " + failure.text());
        }
    }

    private Proposal pods(MetricSpec.Pods spec) {
        try {
            checkSelector(spec.metric());
            java.util.Map<String, Readings.PodValue> values;
            try {
                values = PodMetrics.ofPods(readings.pods(spec.metric()));
            } catch (MetricFailure failure) {
                throw new MetricFailure("unable to get metric " + spec.name() + ": " + failure.text());
            }
            long milli = spec.target().averageValue().map(Quantity::milliValue).orElse(0L);
            var result = calculator.average(values, "", milli);
            return replicas(
                    spec,
                    result,
                    "pods metric " + spec.name(),
                    Current.averageValue(MetricStatus.decimal(result.average())),
                    MetricText.of(result.average(), milli));
        } catch (MetricFailure failure) {
            return new Failed(
                    spec,
                    "FailedGetPodsMetric",
                    failure.text(),
                    "failed to get pods metric value: " + failure.text());
        }
    }

    private Proposal object(MetricSpec.DescribedObject spec) {
        var target = spec.target();
        try {
            checkSelector(spec.metric());
            if (target.type().equals("Value") && target.value().isPresent()) {
                long milli = target.value().get().milliValue();
                var result = calculator.value(objectValue(spec), milli, true);
                return replicas(
                        spec,
                        result,
                        spec.describedObject().kind() + " metric " + spec.name(),
                        Current.value(result.usage()),
                        MetricText.of(result.usage(), milli));
            }
            if (target.type().equals("AverageValue") && target.averageValue().isPresent()) {
                long milli = target.averageValue().get().milliValue();
                var result = calculator.perReplica(objectValue(spec), milli, false);
                return replicas(
                        spec,
                        result,
                        outsideName(spec.metric()),
                        Current.averageValue(MetricStatus.decimal(result.average())),
                        MetricText.of(result.average(), milli));
            }
            throw new MetricFailure(
                    "invalid object metric source: neither a value target nor an average value target was set");
        } catch (MetricFailure failure) {
            boolean average = target.type().equals("AverageValue") && target.averageValue().isPresent();
            return new Failed(
                    spec,
                    "FailedGetObjectMetric",
                    failure.text(),
                    "failed to get object metric value: "
                            + (average ? "failed to get " + spec.name() + " object metric: " : "")
                            + failure.text());
        }
    }

    /// The controller puts the words of this error in the wrong order; so does this.
    private long objectValue(MetricSpec.DescribedObject spec) throws MetricFailure {
        try {
            return PodMetrics.items(readings.object(spec.describedObject(), spec.metric()), "custom metrics API")
                    .getFirst();
        } catch (MetricFailure failure) {
            throw new MetricFailure(
                    "unable to get metric " + spec.name() + ": " + spec.describedObject().kind() + " on " + namespace
                            + " " + spec.describedObject().name() + "/" + failure.text());
        }
    }

    private Proposal external(MetricSpec.External spec) {
        var target = spec.target();
        String words = "";
        try {
            if (target.averageValue().isPresent()) {
                words = "failed to get " + spec.name() + " external metric: ";
                long milli = target.averageValue().get().milliValue();
                long sum = externalSum(spec, true);
                var result = sum == Long.MAX_VALUE ? OVERFLOW : calculator.perReplica(sum, milli, true);
                return replicas(
                        spec,
                        result,
                        outsideName(spec.metric()),
                        Current.averageValue(MetricStatus.decimal(result.average())),
                        MetricText.of(result.average(), milli));
            }
            if (target.value().isPresent()) {
                words = "failed to get external metric " + spec.name() + ": ";
                long milli = target.value().get().milliValue();
                var result = calculator.value(externalSum(spec, false), milli, true);
                return replicas(
                        spec,
                        result,
                        outsideName(spec.metric()),
                        Current.value(result.usage()),
                        MetricText.of(result.usage(), milli));
            }
            throw new MetricFailure(
                    "invalid external metric source: neither a value target nor an average value target was set");
        } catch (MetricFailure failure) {
            return new Failed(
                    spec,
                    "FailedGetExternalMetric",
                    failure.text(),
                    "failed to get " + spec.name() + " external metric value: " + words + failure.text());
        }
    }

    /// The items added up. Where every replica has its share, any sum below zero is taken for an overflow.
    private long externalSum(MetricSpec.External spec, boolean perReplica) throws MetricFailure {
        checkSelector(spec.metric());
        try {
            long sum = 0;
            for (long item : PodMetrics.items(readings.external(spec.metric()), "external metrics API")) {
                boolean overflows = perReplica ? sum + item < 0 : sum > 0 && item > Long.MAX_VALUE - sum;
                if (overflows) {
                    return Long.MAX_VALUE;
                }
                sum += item;
            }
            return sum;
        } catch (MetricFailure failure) {
            throw new MetricFailure("unable to get external metric " + namespace + "/" + spec.name() + "/"
                    + spec.metric().goString() + ": " + failure.text());
        }
    }

    private static void checkSelector(MetricSpec.Identifier metric) throws MetricFailure {
        try {
            metric.selector().ifPresent(LabelSelectorObject::selector);
        } catch (LabelSelectorException wrong) {
            throw new MetricFailure(String.valueOf(wrong.getMessage()));
        }
    }

    private static String outsideName(MetricSpec.Identifier metric) {
        return "external metric " + metric.name() + "(" + metric.goString() + ")";
    }

    private static Proposal replicas(
            MetricSpec spec, Result result, String metric, Current current, String reading) {
        return new Replicas(
                spec,
                result.replicas(),
                metric,
                current,
                MetricText.sentence(reading, result),
                result.response());
    }
}

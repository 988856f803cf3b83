package dev.headroom.metricsapi;

import dev.headroom.adapter.MetricAnswer;
import dev.headroom.keda.MetricsServer;
import dev.headroom.model.LabelSelector;
import dev.headroom.model.LabelSelector.Operator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// External metrics of the triggers of ScaledObjects, as KEDA's metrics adapter answers them. A request that names no
/// ScaledObject goes to whoever is behind.
///
/// @param next for metrics of others; [ExternalMetrics#NONE] refuses them as KEDA does
public record KedaMetrics(ScaledObjects objects, ExternalMetrics next, InstantSource clock)
        implements ExternalMetrics {

    /// The label that the autoscaler of a ScaledObject selects by.
    public static final String OWNER = "scaledobject.keda.sh/name";

    private static final String RPC = "rpc error: code = Unknown desc = error when getting metric values ";

    /// The operator, as far as it answers for metrics.
    @FunctionalInterface
    public interface ScaledObjects {

        /// Empty when there is no such object.
        ///
        /// @param metric in any case of its letters
        Optional<MetricsServer.Answer> served(String namespace, String scaledObject, String metric);
    }

    /// One pseudo resource, whatever there is, and what the next one lists.
    @Override
    public Collection<String> list() {
        var names = new ArrayList<>(List.of("externalmetrics"));
        names.addAll(next.list());
        return names;
    }

    @Override
    public MetricAnswer<MetricSample> values(String namespace, String metric, LabelSelector selector) {
        var owner = selector.requirements().stream()
                .filter(each -> each.key().equals(OWNER))
                .filter(each -> each.operator() == Operator.EQUALS || each.operator() == Operator.DOUBLE_EQUALS)
                .map(each -> each.values().getFirst())
                .findFirst();
        if (owner.isEmpty()) {
            return next.equals(NONE)
                    ? failed("scaledObject name is not specified")
                    : next.values(namespace, metric, selector);
        }
        return objects.served(namespace, owner.get(), metric)
                .map(answer -> answer(metric, answer))
                .orElseGet(() -> failed(
                        RPC + "error getting scalers ScaledObject.keda.sh \"" + owner.get() + "\" not found"));
    }

    private MetricAnswer<MetricSample> answer(String metric, MetricsServer.Answer answer) {
        return switch (answer) {
            case MetricsServer.Answer.Failed(var error) -> failed(RPC + error);
            case MetricsServer.Answer.Items(var items) -> new MetricAnswer.Items<>(
                    metric,
                    items.stream()
                            .map(each -> new MetricSample(
                                    each.metric(), Optional.empty(), clock.instant(), each.value()))
                            .toList());
        };
    }

    private static MetricAnswer<MetricSample> failed(String message) {
        return new MetricAnswer.Failed<>(message, message);
    }
}

package dev.headroom.metricsapi;

import dev.headroom.adapter.Adapter;
import dev.headroom.adapter.GroupResource;
import dev.headroom.adapter.MetricAnswer;
import dev.headroom.adapter.MetricList;
import dev.headroom.adapter.MetricRequest;
import dev.headroom.adapter.MetricRequest.Objects;
import dev.headroom.metricsapi.ClusterObjects.ListingException;
import dev.headroom.model.LabelSelector;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Custom and external metrics out of the rules of a prometheus-adapter.
///
/// @param rules what discovery found last, with the Prometheus behind it
public record RuleMetrics(Supplier<Rules> rules, ClusterObjects objects, InstantSource clock) {

    /// @param list the metrics that the rules find
    public record Rules(MetricList list, Adapter adapter) {}

    public CustomMetrics custom() {
        return new Custom(this);
    }

    public ExternalMetrics external() {
        return new External(this);
    }

    private record Custom(RuleMetrics of) implements CustomMetrics {

        @Override
        public Collection<MetricList.Listed> list() {
            return of.rules().get().list().custom().stream()
                    .sorted(Comparator.comparing(MetricList.Listed::name))
                    .toList();
        }

        @Override
        public MetricAnswer<ObjectValue> values(Asked asked) {
            try {
                var request = new MetricRequest.Custom(
                        asked.resource(),
                        asked.namespace(),
                        objects(asked),
                        asked.metric(),
                        asked.selectors().series());
                return named(of.rules().get().adapter().custom(request, of.clock().instant()));
            } catch (ListingException failure) {
                return new MetricAnswer.Failed<>(
                        "Internal error occurred: unable to list matching resources",
                        String.valueOf(failure.getMessage()));
            }
        }

        private Objects objects(Asked asked) throws ListingException {
            return asked.name().isPresent()
                    ? new Objects.ByName(asked.name().get())
                    : new Objects.Selected(of.objects()
                            .names(asked.resource(), asked.namespace(), asked.selectors().objects()));
        }

        private MetricAnswer<ObjectValue> named(MetricAnswer<MetricAnswer.CustomValue> answer) {
            return switch (answer) {
                case MetricAnswer.NotFound<MetricAnswer.CustomValue>(var message, var why) ->
                    new MetricAnswer.NotFound<>(message, why);
                case MetricAnswer.Failed<MetricAnswer.CustomValue>(var message, var why) ->
                    new MetricAnswer.Failed<>(message, why);
                case MetricAnswer.Items<MetricAnswer.CustomValue>(var query, var items) -> numbers(query, items);
            };
        }

        /// An object whose query gives NaN has no value; the adapter would say 0, which takes its replicas away.
        private MetricAnswer<ObjectValue> numbers(String query, List<MetricAnswer.CustomValue> items) {
            var numbers = items.stream()
                    .filter(each -> !each.notANumber())
                    .map(this::named)
                    .toList();
            if (numbers.isEmpty() && !items.isEmpty()) {
                var first = items.getFirst();
                return new MetricAnswer.NotFound<>(
                        "the server could not find the metric " + first.metric() + " for " + first.resource(),
                        query + " gives NaN");
            }
            return new MetricAnswer.Items<>(query, numbers);
        }

        private ObjectValue named(MetricAnswer.CustomValue value) {
            var kind = of.objects()
                    .kind(value.resource())
                    .orElseGet(() -> new ClusterObjects.Kind(
                            value.resource().resource(), value.resource().group() + "/"));
            return new ObjectValue(
                    kind.kind(), kind.apiVersion(), value.namespace(), value.name(), value.timestamp(), value.value());
        }
    }

    private record External(RuleMetrics of) implements ExternalMetrics {

        @Override
        public Collection<String> list() {
            return of.rules().get().list().external().stream().sorted().toList();
        }

        @Override
        public MetricAnswer<MetricSample> values(String namespace, String metric, LabelSelector selector) {
            var request = new MetricRequest.External(namespace, metric, selector);
            return switch (of.rules().get().adapter().external(request, of.clock().instant())) {
                case MetricAnswer.NotFound<MetricAnswer.ExternalValue>(var message, var why) ->
                    new MetricAnswer.NotFound<>(message, why);
                case MetricAnswer.Failed<MetricAnswer.ExternalValue>(var message, var why) ->
                    new MetricAnswer.Failed<>(message, why);
                case MetricAnswer.Items<MetricAnswer.ExternalValue>(var query, var items) ->
                    new MetricAnswer.Items<>(query, items.stream()
                            .filter(MetricAnswer.ExternalValue::finite)
                            .map(each -> new MetricSample(
                                    each.metric(), Optional.of(each.labels()), each.timestamp(), each.value()))
                            .toList());
            };
        }
    }
}

package dev.headroom.adapter;

import dev.headroom.adapter.MetricAnswer.CustomValue;
import dev.headroom.adapter.MetricAnswer.ExternalValue;
import dev.headroom.adapter.MetricRequest.Custom;
import dev.headroom.adapter.MetricRequest.External;
import dev.headroom.adapter.MetricRequest.Objects;
import dev.headroom.model.Labels;
import dev.headroom.model.Quantity;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The custom and external metrics APIs over a list of metrics: what the adapter answers to a request. Source: packages
/// `custom-provider/provider.go`, `external-provider/provider.go` and `metric_converter.go`.
public final class Adapter {

    private static final String UNABLE = "Internal error occurred: unable to fetch metrics";

    private final MetricList list;
    private final MetricsSource source;

    public Adapter(MetricList list, MetricsSource source) {
        this.list = list;
        this.source = source;
    }

    /// The metric of one object, or of all selected objects that have it.
    public MetricAnswer<CustomValue> custom(Custom request, Instant now) {
        return switch (list.plan(request)) {
            case MetricList.Plan.Refuse(var message, var why) -> new MetricAnswer.NotFound<>(message, why);
            case MetricList.Plan.Ask(var promql, var label) -> {
                try {
                    yield source.query(promql, now) instanceof QueryResult.Vector vector
                            ? custom(request, new Asked(promql, label.orElseThrow(), vector), now)
                            : new MetricAnswer.Failed<>(UNABLE, promql + ": expected a vector");
                } catch (PromqlException failure) {
                    yield new MetricAnswer.Failed<>(UNABLE, promql + ": " + failure.getMessage());
                }
            }
        };
    }

    private record Asked(String promql, String label, QueryResult.Vector vector) {}

    /// Of several samples with one name the last counts; samples of nobody, and objects without a sample, are left out.
    private static MetricAnswer<CustomValue> custom(Custom request, Asked asked, Instant now) {
        Map<String, Double> values = new HashMap<>();
        asked.vector().elements().forEach(each -> values.put(each.labels().value(asked.label()), each.value()));
        if (request.objects() instanceof Objects.ByName(var name) && !values.containsKey(name)) {
            return new MetricAnswer.NotFound<>(
                    "the server could not find the metric " + request.metric() + " for " + request.resource() + " "
                            + name,
                    asked.promql() + (values.isEmpty() ? " gives nothing" : " gives nothing with " + asked.label()
                            + "=\"" + name + '"'));
        }
        var items = request.objects().list().stream()
                .filter(values::containsKey)
                .map(name -> item(request, name, values.getOrDefault(name, Double.NaN), now))
                .toList();
        return new MetricAnswer.Items<>(asked.promql(), items);
    }

    private static CustomValue item(Custom request, String name, double value, Instant now) {
        return new CustomValue(
                request.resource(),
                request.namespace().orElse(""),
                name,
                request.metric(),
                now,
                Cut.quantity(value, Quantity.Format.DECIMAL_SI),
                Double.isNaN(value));
    }

    /// The values of a metric from outside, one per series of the answer.
    public MetricAnswer<ExternalValue> external(External request, Instant now) {
        return switch (list.plan(request)) {
            case MetricList.Plan.Refuse(var message, var why) when message.equals(UNABLE) ->
                new MetricAnswer.Failed<>(message, why);
            case MetricList.Plan.Refuse(var message, var why) -> new MetricAnswer.NotFound<>(message, why);
            case MetricList.Plan.Ask(var promql, _) -> {
                try {
                    yield external(request, promql, source.query(promql, now));
                } catch (PromqlException failure) {
                    yield new MetricAnswer.Failed<>(UNABLE, promql + ": " + failure.getMessage());
                }
            }
        };
    }

    private static MetricAnswer<ExternalValue> external(External request, String promql, QueryResult.Value value) {
        return switch (value) {
            case QueryResult.Vector vector -> new MetricAnswer.Items<>(
                    promql,
                    vector.elements().stream()
                            .map(each -> value(request, each.labels(), each.timestampMillis(), each.value()))
                            .toList());
            case QueryResult.Scalar scalar -> new MetricAnswer.Items<>(
                    promql,
                    List.of(value(request, Labels.empty(), scalar.timestampMillis(), scalar.value())));
            case QueryResult.Text _, QueryResult.Matrix _ ->
                new MetricAnswer.Failed<>(
                        "encountered an unexpected query result type", promql + ": expected a vector or a scalar");
        };
    }

    private static ExternalValue value(External request, Labels labels, long timestampMillis, double value) {
        return new ExternalValue(
                request.metric(),
                labels,
                Instant.ofEpochMilli(timestampMillis),
                Cut.quantity(value, Quantity.Format.DECIMAL_SI),
                Double.isFinite(value));
    }
}

package dev.headroom.operator;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;

/// What an operator does, as metrics of its own.
final class OperatorMetrics {

    private OperatorMetrics() {}

    static void register(PrometheusRegistry registry, Operator operator) {
        counter(registry, "headroom_kubernetes_requests_total", "Requests to the API server", () ->
                operator.api().requests());
        counter(
                registry,
                "headroom_kubernetes_requests_delayed_total",
                "Requests that waited because of the limit requestsPerSecond",
                () -> operator.api().waits());
        counter(
                registry,
                "headroom_kubernetes_writes_held_total",
                "Writes that were not sent, because this process did not lead for as long as they may take",
                () -> operator.fenced().held());
        counter(registry, "headroom_kubernetes_events_total", "Events written", () -> operator.events().written());
        counter(
                registry,
                "headroom_kubernetes_events_dropped_total",
                "Events that were not written: limit eventsPerObject, or refused",
                () -> operator.events().dropped());
        operator.reviews().ifPresent(reviews -> CounterWithCallback.builder()
                .name("headroom_admission_reviews_total")
                .help("Reviews of objects on their way into the cluster, by what became of them")
                .labelNames("result")
                .callback(callback -> {
                    callback.call((double) reviews.admitted(), "admitted");
                    callback.call((double) reviews.refused(), "refused");
                    callback.call((double) reviews.malformed(), "malformed");
                })
                .register(registry));
        gauge(registry, "headroom_operator_leader", "1 while this process leads", () ->
                operator.election().leads() ? 1 : 0);
        gauge(registry, "headroom_operator_acting", "1 while this process acts", () -> operator.isActing() ? 1 : 0);
    }

    private static void counter(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }
}

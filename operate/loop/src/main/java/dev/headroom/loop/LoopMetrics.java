package dev.headroom.loop;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.Outcome;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// What the control loops did, as metrics of Headroom itself; the gauges have the names of kube-state-metrics.
public final class LoopMetrics {

    private final Counter decisions;
    private final Counter constrained;
    private final Gauge desired;
    private final Gauge current;
    private final Gauge min;
    private final Gauge max;
    private final SignalGauges signals;

    public LoopMetrics(PrometheusRegistry registry) {
        decisions = Counter.builder()
                .name("headroom_decisions_total")
                .help("Decisions by their verdict")
                .labelNames("namespace", "autoscaler", "verdict")
                .register(registry);
        constrained = Counter.builder()
                .name("headroom_decisions_constrained_total")
                .help("Decisions in which a step after the metrics had the last word over the count, by that step")
                .labelNames("namespace", "autoscaler", "constraint")
                .register(registry);
        desired = gauge("status_desired_replicas", "Replicas the last decision with an opinion wanted", registry);
        current = gauge("status_current_replicas", "Replicas before the last decision", registry);
        min = gauge("spec_min_replicas", "The fewest replicas", registry);
        max = gauge("spec_max_replicas", "The most replicas", registry);
        signals = new SignalGauges(registry);
    }

    private static Gauge gauge(String name, String help, PrometheusRegistry registry) {
        return Gauge.builder()
                .name("kube_horizontalpodautoscaler_" + name)
                .help(help)
                .labelNames("namespace", "horizontalpodautoscaler")
                .register(registry);
    }

    void decided(Outcome outcome) {
        var autoscaler = outcome.autoscaler();
        var record = outcome.record();
        String[] labels = {autoscaler.namespace(), autoscaler.name()};
        var verdict = switch (record.decision()) {
            case Decision.Scale _ -> "scale";
            case Decision.Hold _ -> "hold";
            case Decision.Abstain _ -> "abstain";
        };
        decisions.labelValues(autoscaler.namespace(), autoscaler.name(), verdict).inc();
        record.constraint().ifPresent(
                step -> constrained.labelValues(autoscaler.namespace(), autoscaler.name(), step).inc());
        record.desiredReplicas().ifPresent(count -> desired.labelValues(labels).set(count));
        current.labelValues(labels).set(outcome.status().currentReplicas());
        min.labelValues(labels).set(autoscaler.minReplicas());
        max.labelValues(labels).set(autoscaler.maxReplicas());
        record.inputs().forEach(input -> signals.read(autoscaler.namespace(), autoscaler.name(), input));
    }
}

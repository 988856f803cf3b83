package dev.headroom.loop;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.Outcome;
import dev.headroom.autoscaler.Signal;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/// What the control loops did, as metrics of Headroom itself; the gauges have the names of kube-state-metrics.
public final class LoopMetrics {

    private static final List<String> STATES = List.of("value", "partial", "stale", "absent", "not_a_number", "failed");

    private final Counter decisions;
    private final Gauge desired;
    private final Gauge current;
    private final Gauge min;
    private final Gauge max;
    private final Gauge signal;

    public LoopMetrics(PrometheusRegistry registry) {
        decisions = Counter.builder()
                .name("headroom_decisions_total")
                .help("Decisions by their verdict")
                .labelNames("namespace", "autoscaler", "verdict")
                .register(registry);
        desired = gauge("status_desired_replicas", "Replicas the last decision with an opinion wanted", registry);
        current = gauge("status_current_replicas", "Replicas before the last decision", registry);
        min = gauge("spec_min_replicas", "The fewest replicas", registry);
        max = gauge("spec_max_replicas", "The most replicas", registry);
        signal = Gauge.builder()
                .name("headroom_autoscaler_signal_state")
                .help("1 for the state of each metric in the last decision, 0 for the states that it was not in")
                .labelNames("namespace", "autoscaler", "trigger", "state")
                .register(registry);
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
        String[] labels = {autoscaler.namespace(), autoscaler.name()};
        var verdict = switch (outcome.record().decision()) {
            case Decision.Scale _ -> "scale";
            case Decision.Hold _ -> "hold";
            case Decision.Abstain _ -> "abstain";
        };
        decisions.labelValues(autoscaler.namespace(), autoscaler.name(), verdict).inc();
        outcome.record().desiredReplicas().ifPresent(count -> desired.labelValues(labels).set(count));
        current.labelValues(labels).set(outcome.status().currentReplicas());
        min.labelValues(labels).set(autoscaler.minReplicas());
        max.labelValues(labels).set(autoscaler.maxReplicas());
        for (var input : outcome.record().inputs()) {
            var now = state(input);
            STATES.forEach(each -> signal.labelValues(autoscaler.namespace(), autoscaler.name(), input.trigger(), each)
                    .set(each.equals(now) ? 1 : 0));
        }
    }

    private static String state(DecisionRecord.Input input) {
        return switch (input.signal()) {
            case Signal.Value _ -> "value";
            case Signal.Partial _ -> "partial";
            case Signal.Stale _ -> "stale";
            case Signal.Absent _ -> "absent";
            case Signal.NotANumber _ -> "not_a_number";
            case Signal.Failed _ -> "failed";
        };
    }
}

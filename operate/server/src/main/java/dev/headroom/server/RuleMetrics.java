package dev.headroom.server;

import dev.headroom.rules.RuleEvaluator;
import dev.headroom.rules.RuleStatus.Pace;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.ToDoubleFunction;

/// How the evaluation of rules goes, as metrics of Headroom itself: `headroom_rule_group_...` with the names that
/// Prometheus has behind its own prefix, and its label `rule_group`, the file and the name of a group.
record RuleMetrics(RuleEvaluator rules, PrometheusRegistry registry) {

    private static final String PREFIX = "headroom_rule_group_";
    private static final String LABEL = "rule_group";
    private static final double NANOS = 1e9;

    void register() {
        gauge("interval_seconds", "How often a group is evaluated", pace -> pace.interval().toNanos() / NANOS);
        gauge("last_duration_seconds", "How long the last evaluation took", pace ->
                pace.evaluationTime().toNanos() / NANOS);
        gauge("rules", "Rules of a group", pace -> pace.group().rules().size());
        counter("iterations", "Evaluations of a group", Pace::iterations);
        counter("iterations_missed", "Evaluations left out because one before them took too long", Pace::missed);
    }

    private void gauge(String name, String help, ToDoubleFunction<Pace> value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(LABEL)
                .callback(gauge -> rules.paces().forEach(pace -> gauge.call(value.applyAsDouble(pace), label(pace))))
                .register(registry);
    }

    private void counter(String name, String help, ToDoubleFunction<Pace> value) {
        CounterWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(LABEL)
                .callback(count -> rules.paces().forEach(pace -> count.call(value.applyAsDouble(pace), label(pace))))
                .register(registry);
    }

    private static String label(Pace pace) {
        return pace.group().file() + ";" + pace.group().name();
    }
}

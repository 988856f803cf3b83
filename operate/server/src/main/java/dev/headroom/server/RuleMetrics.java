package dev.headroom.server;

import dev.headroom.rules.RuleEvaluator;
import dev.headroom.rules.RuleStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How the evaluation of rules goes, as metrics of Headroom itself: `headroom_rule_group_...` with the names that
/// Prometheus has behind its own prefix, and its label `rule_group`, the file and the name of a group.
final class RuleMetrics implements MultiCollector {

    private static final double NANOS = 1e9;

    private final RuleEvaluator rules;

    RuleMetrics(RuleEvaluator rules) {
        this.rules = rules;
    }

    @Override
    public MetricSnapshots collect() {
        var groups = rules.paces();
        return new MetricSnapshots(
                gauge("interval_seconds", "How often a group is evaluated", groups, group ->
                        group.interval().toNanos() / NANOS),
                gauge("last_duration_seconds", "How long the last evaluation took", groups, group ->
                        group.evaluationTime().toNanos() / NANOS),
                gauge("rules", "Rules of a group", groups, group -> group.group().rules().size()),
                counter("iterations", "Evaluations of a group", groups, RuleStatus.Pace::iterations),
                counter("iterations_missed", "Evaluations left out because one before them took too long", groups,
                        RuleStatus.Pace::missed));
    }

    private static GaugeSnapshot gauge(
            String name, String help, List<RuleStatus.Pace> groups, ToDoubleFunction<RuleStatus.Pace> value) {
        var gauge = GaugeSnapshot.builder().name("headroom_rule_group_" + name).help(help);
        groups.forEach(group -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels(group))
                .value(value.applyAsDouble(group))
                .build()));
        return gauge.build();
    }

    private static CounterSnapshot counter(
            String name, String help, List<RuleStatus.Pace> groups, ToDoubleFunction<RuleStatus.Pace> value) {
        var counter = CounterSnapshot.builder().name("headroom_rule_group_" + name).help(help);
        groups.forEach(group -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels(group))
                .value(value.applyAsDouble(group))
                .build()));
        return counter.build();
    }

    private static Labels labels(RuleStatus.Pace group) {
        return Labels.of("rule_group", group.group().file() + ";" + group.group().name());
    }
}

package dev.headroom.server;

import dev.headroom.notifier.AlertNotifier.Instance;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.ToLongFunction;

/// How the configuration and the delivery of alerts fare, under the names that people's own alerts know from
/// Prometheus.
final class ConfiguredMetrics implements MultiCollector {

    private final ConfiguredParts configured;

    ConfiguredMetrics(ConfiguredParts configured) {
        this.configured = configured;
    }

    @Override
    public MetricSnapshots collect() {
        var instances = configured.notifier().instances();
        return new MetricSnapshots(
                gauge("prometheus_config_last_reload_successful", "Whether the newest configuration could be used",
                        configured.reloadSucceeded() ? 1 : 0),
                gauge("prometheus_notifications_alertmanagers_discovered", "Alertmanagers that are told",
                        instances.size()),
                counter("sent", "Alerts that were taken", instances, Instance::sent),
                counter("errors", "Batches that failed", instances, Instance::errors),
                counter("dropped", "Alerts that will not be delivered", instances, Instance::dropped),
                queues(instances));
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static CounterSnapshot counter(
            String name, String help, List<Instance> instances, ToLongFunction<Instance> count) {
        var counter = CounterSnapshot.builder().name("prometheus_notifications_" + name).help(help);
        instances.forEach(instance -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of("alertmanager", instance.url()))
                .value((double) count.applyAsLong(instance))
                .build()));
        return counter.build();
    }

    private static GaugeSnapshot queues(List<Instance> instances) {
        var queues = GaugeSnapshot.builder()
                .name("prometheus_notifications_queue_length")
                .help("Alerts that wait to be delivered");
        instances.forEach(instance -> queues.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of("alertmanager", instance.url()))
                .value(instance.waiting())
                .build()));
        return queues.build();
    }
}

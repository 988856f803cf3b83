package dev.headroom.server;

import dev.headroom.remotewrite.QueueStatus;
import dev.headroom.remotewrite.RemoteWrites;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How the receivers of remote write fare, under the names that people's own alerts know from Prometheus.
final class RemoteWriteMetrics implements MultiCollector {

    private static final String PREFIX = "prometheus_remote_storage_";

    private final RemoteWrites remoteWrites;

    RemoteWriteMetrics(RemoteWrites remoteWrites) {
        this.remoteWrites = remoteWrites;
    }

    @Override
    public MetricSnapshots collect() {
        var queues = remoteWrites.queues();
        if (queues.isEmpty()) {
            return new MetricSnapshots();
        }
        var all = new ArrayList<MetricSnapshot>();
        counters(all, queues);
        all.add(dropped(queues));
        gauges(all, queues);
        all.add(durations(queues));
        all.add(GaugeSnapshot.builder()
                .name(PREFIX + "highest_timestamp_in_seconds")
                .help("Time of the newest sample that is stored")
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(Math.max(0, remoteWrites.newestMillis()) / 1000.0)
                        .build())
                .build());
        return new MetricSnapshots(all);
    }

    private static void counters(List<MetricSnapshot> all, List<QueueStatus> queues) {
        all.add(counter(PREFIX + "samples", "Samples that were confirmed", queues, queue -> queue.samples().sent()));
        all.add(counter(PREFIX + "samples_failed", "Samples that were refused, and are not sent again", queues,
                queue -> queue.samples().failed()));
        all.add(counter(PREFIX + "samples_retried", "Samples that were sent again, each time", queues,
                queue -> queue.samples().retried()));
        all.add(counter(PREFIX + "bytes", "Bytes of samples that were confirmed, packed", queues,
                queue -> queue.requests().bytes()));
        all.add(counter(PREFIX + "metadata", "Metrics whose metadata was confirmed", queues,
                queue -> queue.requests().metadata()));
        all.add(counter(PREFIX + "metadata_failed", "Metrics whose metadata was refused", queues,
                queue -> queue.requests().metadataFailed()));
        all.add(counter(PREFIX + "exemplars", "Exemplars that were confirmed", queues,
                queue -> queue.requests().exemplars()));
        all.add(counter(PREFIX + "exemplars_failed", "Exemplars that were refused, or too many to wait", queues,
                queue -> queue.requests().exemplarsFailed()));
        all.add(counter("headroom_remote_write_samples_lost", "Samples that went before they were read: the log was"
                + " longer than heldLogBytes, or damaged", queues, queue -> queue.samples().lost()));
    }

    private static void gauges(List<MetricSnapshot> all, List<QueueStatus> queues) {
        all.add(gauge("samples_pending", "Samples that wait in shards", queues, queue -> queue.samples().pending()));
        all.add(gauge("shards", "Shards now", queues, queue -> queue.shards().now()));
        all.add(gauge("shards_desired", "Shards that the rates ask for", queues, queue -> queue.shards().desired()));
        all.add(gauge("shards_max", "The most shards", queues, queue -> queue.shards().max()));
        all.add(gauge("shards_min", "The fewest shards", queues, queue -> queue.shards().min()));
        all.add(gauge("shard_capacity", "Samples that a shard holds", queues, queue -> queue.shards().capacity()));
        all.add(gauge("max_samples_per_send", "Samples of a request at most", queues,
                queue -> queue.shards().maxSamplesPerSend()));
        all.add(gauge("queue_highest_sent_timestamp_seconds", "Time of the newest sample that was confirmed", queues,
                queue -> queue.newestMillis() / 1000.0));
    }

    private static Labels labels(QueueStatus queue) {
        return Labels.of("remote_name", queue.name(), "url", queue.url());
    }

    private static CounterSnapshot counter(
            String name, String help, List<QueueStatus> queues, ToDoubleFunction<QueueStatus> count) {
        var counter = CounterSnapshot.builder().name(name).help(help);
        queues.forEach(queue -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels(queue))
                .value(count.applyAsDouble(queue))
                .build()));
        return counter.build();
    }

    private static CounterSnapshot dropped(List<QueueStatus> queues) {
        var counter = CounterSnapshot.builder()
                .name(PREFIX + "samples_dropped")
                .help("Samples that are not sent because of write_relabel_configs or sample_age_limit");
        for (var queue : queues) {
            counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels(queue).merge(Labels.of("reason", "dropped_series")))
                    .value((double) queue.samples().relabelled())
                    .build());
            counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels(queue).merge(Labels.of("reason", "too_old")))
                    .value((double) queue.samples().tooOld())
                    .build());
        }
        return counter.build();
    }

    private static GaugeSnapshot gauge(
            String name, String help, List<QueueStatus> queues, ToDoubleFunction<QueueStatus> value) {
        var gauge = GaugeSnapshot.builder().name(PREFIX + name).help(help);
        queues.forEach(queue -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels(queue))
                .value(value.applyAsDouble(queue))
                .build()));
        return gauge.build();
    }

    private static SummarySnapshot durations(List<QueueStatus> queues) {
        var summary = SummarySnapshot.builder()
                .name(PREFIX + "sent_batch_duration_seconds")
                .help("How long requests took");
        queues.forEach(queue -> summary.dataPoint(SummaryDataPointSnapshot.builder()
                .labels(labels(queue))
                .count(queue.requests().count())
                .sum(queue.requests().seconds())
                .build()));
        return summary.build();
    }
}

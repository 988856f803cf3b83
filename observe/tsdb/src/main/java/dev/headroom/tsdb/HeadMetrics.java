package dev.headroom.tsdb;

import dev.headroom.tsdb.SampleSink.Append;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The statistics of a [Head] as metrics of Headroom itself, `headroom_tsdb_...`. One collection reads the statistics
/// once, so the numbers belong together.
public final class HeadMetrics implements MultiCollector {

    private final Head head;

    private HeadMetrics(Head head) {
        this.head = head;
    }

    /// Adds the metrics of the head to the registry.
    public static void register(Head head, PrometheusRegistry registry) {
        registry.register(new HeadMetrics(head));
    }

    @Override
    public MetricSnapshots collect() {
        var now = head.statistics();
        return new MetricSnapshots(
                gauge("series", "Series in the head", now.series()),
                gauge("chunks", "Chunks in the head, the ones being filled included", now.chunks()),
                gauge("samples", "Samples in the head", now.samples()),
                gauge("chunk_bytes", "Bytes of compressed samples in the head", now.chunkBytes()),
                counter("samples_appended", "Samples that became visible to queries", now.appended()),
                counter("series_created", "Series that were started", now.seriesCreated()),
                counter("series_removed", "Series whose last sample was forgotten", now.seriesRemoved()),
                refused(now.refused()));
    }

    private static GaugeSnapshot gauge(String name, String help, long value) {
        return GaugeSnapshot.builder()
                .name("headroom_tsdb_" + name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
                .build();
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name("headroom_tsdb_" + name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value((double) value).build())
                .build();
    }

    private static CounterSnapshot refused(Map<Append, Long> counts) {
        var snapshot = CounterSnapshot.builder()
                .name("headroom_tsdb_samples_refused")
                .help("Samples that the head refused, by reason");
        new TreeMap<>(counts).forEach((reason, count) -> snapshot.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of("reason", reason.name().toLowerCase(Locale.ROOT)))
                .value(count.doubleValue())
                .build()));
        return snapshot.build();
    }
}

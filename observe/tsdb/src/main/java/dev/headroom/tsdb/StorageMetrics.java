package dev.headroom.tsdb;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// The statistics of a [Storage] as metrics of Headroom itself: the names of Prometheus with `headroom_` in the place
/// of `prometheus_`, where Prometheus has one. One collection reads the statistics once, so that the numbers belong
/// together.
public final class StorageMetrics implements MultiCollector {

    private static final double MILLIS = 1000;
    private static final double NANOS = 1e9;

    private final Storage storage;

    private StorageMetrics(Storage storage) {
        this.storage = storage;
    }

    /// Adds the metrics of the storage to the registry.
    public static void register(Storage storage, PrometheusRegistry registry) {
        registry.register(new StorageMetrics(storage));
    }

    @Override
    public MetricSnapshots collect() {
        var now = storage.statistics();
        var all = new ArrayList<MetricSnapshot>();
        head(now, all);
        log(now, all);
        blocks(now, all);
        exemplars(all);
        return new MetricSnapshots(all);
    }

    private static void head(StorageStatistics now, List<MetricSnapshot> all) {
        var head = now.head();
        all.add(gauge("head_series", "Series in memory", head.series()));
        all.add(gauge("head_chunks", "Chunks in memory, the ones being filled included", head.chunks()));
        all.add(gauge("head_samples", "Samples in memory", head.samples()));
        all.add(gauge("head_chunk_bytes", "Bytes of compressed samples in memory", head.chunkBytes()));
        now.oldestMillis().ifPresent(oldest -> {
            all.add(gauge("head_min_time_seconds", "Time of the oldest sample in memory", oldest / MILLIS));
            all.add(gauge("head_max_time_seconds", "Time of the newest sample", now.newestMillis() / MILLIS));
        });
        all.add(counter("head_samples_appended", "Samples that became visible to queries", head.appended()));
        all.add(counter("head_out_of_order_samples_appended",
                "Of these, samples older than the newest of their series", head.appendedLate()));
        all.add(counter("head_series_created", "Series that were started", head.seriesCreated()));
        all.add(counter("head_series_removed", "Series without a sample in memory any more", head.seriesRemoved()));
        var refused = CounterSnapshot.builder()
                .name("headroom_tsdb_samples_refused")
                .help("Samples that were refused, by reason");
        new TreeMap<>(head.refused()).forEach((reason, count) -> refused.dataPoint(
                CounterDataPointSnapshot.builder()
                        .labels(Labels.of("reason", reason.name().toLowerCase(Locale.ROOT)))
                        .value(count.doubleValue())
                        .build()));
        all.add(refused.build());
    }

    private void log(StorageStatistics now, List<MetricSnapshot> all) {
        var counters = storage.counters();
        all.add(gauge("wal_segments", "Files of the log", now.log().segments()));
        all.add(gauge("wal_storage_size_bytes", "Bytes of the log on disk", now.log().bytes()));
        all.add(counter("wal_writes_failed", "Batches that the log could not take", counters.logWritesFailed.sum()));
        all.add(counter("wal_samples_unlogged", "Samples that are in memory and not in the log, so that they are"
                + " lost if the process ends before they are in a block", counters.samplesUnlogged.sum()));
        all.add(counter("wal_corruptions", "Damaged places found in the log", counters.logCorruptions.sum()));
        all.add(counter("wal_written_bytes", "Bytes appended to the log", counters.logBytes.sum()));
        all.add(counter("wal_fsyncs", "Times the log was made durable", counters.logSyncs.sum()));
        all.add(counter("wal_fsync_seconds", "Time that took", counters.logSyncNanos.sum() / NANOS));
        all.add(counter("wal_fsyncs_failed", "Times the log could not be made durable", counters.logSyncsFailed.sum()));
        all.add(gauge("data_replay_duration_seconds", "How long it took to open", now.replayNanos() / NANOS));
    }

    private void blocks(StorageStatistics now, List<MetricSnapshot> all) {
        var counters = storage.counters();
        all.add(gauge("blocks_loaded", "Blocks on disk", now.blocks().size()));
        all.add(gauge("storage_blocks_bytes", "Bytes of blocks on disk", now.blockBytes()));
        all.add(counter("compactions", "Blocks written, from memory or from blocks", counters.compactions.sum()));
        all.add(counter("compactions_failed", "Times blocks could not be written or deleted",
                counters.compactionsFailed.sum()));
        all.add(counter("head_truncations", "Times samples moved from memory to a block", counters.headCuts.sum()));
        all.add(counter("block_corruptions", "Damaged places found in blocks", counters.blockCorruptions.sum()));
        all.add(counter("samples_lost", "Samples that were stored and are gone before their retention",
                counters.samplesDropped.sum()));
        all.add(counter("time_retentions", "Blocks deleted for their age", counters.timeRetentions.sum()));
        all.add(counter("size_retentions", "Blocks deleted for the size of the folder", counters.sizeRetentions.sum()));
        all.add(gauge("retention_limit_seconds", "How long samples are kept",
                now.options().retentionTime().toMillis() / MILLIS));
        all.add(gauge("retention_limit_bytes", "How many bytes the folder may take, 0 for any",
                now.options().retentionBytes()));
        all.add(counter("clock_steps", "Times the clock was set, or the machine slept", counters.clockSteps.sum()));
    }

    private void exemplars(List<MetricSnapshot> all) {
        var exemplars = storage.exemplars();
        all.add(gauge("exemplar_exemplars_in_storage", "Exemplars that are kept", exemplars.size()));
        all.add(gauge("exemplar_max_exemplars", "How many exemplars are kept at most", exemplars.capacity()));
        all.add(counter("exemplar_exemplars_unlogged", "Exemplars that are in memory and not on disk",
                storage.counters().exemplarsUnlogged.sum()));
    }

    private static GaugeSnapshot gauge(String name, String help, long value) {
        return gauge(name, help, (double) value);
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name("headroom_tsdb_" + name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return counter(name, help, (double) value);
    }

    private static CounterSnapshot counter(String name, String help, double value) {
        return CounterSnapshot.builder()
                .name("headroom_tsdb_" + name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
                .build();
    }
}

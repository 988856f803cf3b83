package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StorageMetricsTest {

    @Test
    void theStorageReportsOnItself() {
        var rig = new StorageRig();
        var registry = new PrometheusRegistry();
        StorageMetrics.register(rig.storage, registry);
        rig.scrape(1, 1);
        rig.scrapeAt(StorageRig.NOON.minusSeconds(1), 1, 1);
        rig.storage.flush();
        var lines = new ArrayList<String>();
        registry.scrape().forEach(snapshot -> lines.addAll(lines(snapshot)));
        for (var expected : List.of(
                "headroom_tsdb_head_samples_appended{} 1.0",
                "headroom_tsdb_head_series_removed{} 1.0",
                "headroom_tsdb_head_series{} 0.0",
                "headroom_tsdb_samples_refused{reason=\"out_of_order\"} 1.0",
                "headroom_tsdb_samples_refused{reason=\"too_old\"} 0.0",
                "headroom_tsdb_blocks_loaded{} 1.0",
                "headroom_tsdb_compactions{} 1.0",
                "headroom_tsdb_compactions_failed{} 0.0",
                "headroom_tsdb_wal_samples_unlogged{} 0.0",
                "headroom_tsdb_samples_lost{} 0.0",
                "headroom_tsdb_retention_limit_seconds{} 1296000.0")) {
            assertTrue(lines.contains(expected), () -> "expected " + expected + " among " + lines);
        }
    }

    private static List<String> lines(MetricSnapshot snapshot) {
        var name = snapshot.getMetadata().getName();
        if (snapshot instanceof GaugeSnapshot gauge) {
            return gauge.getDataPoints().stream()
                    .map(point -> name + point.getLabels() + " " + point.getValue())
                    .toList();
        }
        return ((CounterSnapshot) snapshot)
                .getDataPoints().stream()
                        .map(point -> name + point.getLabels() + " " + point.getValue())
                        .toList();
    }
}

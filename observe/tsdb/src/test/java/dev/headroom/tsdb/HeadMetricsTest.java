package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.model.Labels;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeadMetricsTest {

    @Test
    void theHeadReportsOnItself() {
        var head = new Head(HeadOptions.defaults());
        var registry = new PrometheusRegistry();
        HeadMetrics.register(head, registry);
        var batch = head.appender();
        batch.append(Labels.of("__name__", "up"), 10, 1);
        batch.append(Labels.of("__name__", "up"), 5, 1);
        batch.commit();
        var lines = new ArrayList<String>();
        registry.scrape().forEach(snapshot -> lines.addAll(lines(snapshot)));
        assertEquals(
                List.of(
                        "headroom_tsdb_chunk_bytes{} 64.0",
                        "headroom_tsdb_chunks{} 1.0",
                        "headroom_tsdb_samples_appended{} 1.0",
                        "headroom_tsdb_samples_refused{reason=\"duplicate_timestamp\"} 0.0",
                        "headroom_tsdb_samples_refused{reason=\"out_of_order\"} 1.0",
                        "headroom_tsdb_samples_refused{reason=\"series_limit\"} 0.0",
                        "headroom_tsdb_samples_refused{reason=\"too_old\"} 0.0",
                        "headroom_tsdb_samples{} 1.0",
                        "headroom_tsdb_series_created{} 1.0",
                        "headroom_tsdb_series_removed{} 0.0",
                        "headroom_tsdb_series{} 1.0"),
                lines.stream().sorted().toList());
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

package dev.headroom.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A trigger on p95 was written without `metricType: Value`.
class DividedReadingsTest {

    private static final String P95 =
            "histogram_quantile(0.95, sum by (le) (rate(inference_latency_seconds_bucket[5m])))";

    private static DecisionRecord held(int replicas, String query, double value, String reading, String target) {
        var input = new Input(
                "s0-prometheus", "p95", query, new Signal.Value(value, Duration.ofSeconds(2)), target, reading,
                Optional.of(replicas));
        return Decisions.record(
                new Decision.Hold(replicas, List.of(new Reason("OnTarget", "p95"))), List.of(input), "");
    }

    @Test
    void aQuantileThatIsDividedByTheReplicasIsNamedWithBothNumbers() {
        assertEquals(
                List.of(new Reason(
                        "MetricTypeValueMissing",
                        "p95 (s0-prometheus): metricType Value missing: p95 divided by 3 replicas: 1.4 s reads 467m"
                                + " against 500m (avg); undivided it is 2.8 times its target")),
                DividedReadings.of(held(3, P95, 1.4, "467m", "500m (avg)")));
    }

    @Test
    void itIsNamedBelowItsTargetToo() {
        assertEquals(
                "p95 (s0-prometheus): metricType Value missing: p95 divided by 2 replicas: 0.3 s reads 150m against"
                        + " 500m (avg)",
                DividedReadings.of(held(2, P95, 0.3, "150m", "500m (avg)")).getFirst().text());
    }

    @Test
    void averagesAndRatiosAreNamedAsSuch() {
        assertTrue(DividedReadings.of(held(3, "avg(in_flight)", 9, "3", "10 (avg)")).toString()
                .contains("an average divided by 3 replicas: 9 reads 3"));
        assertTrue(DividedReadings.of(held(3, "sum(rate(errors[5m])) / sum(rate(all[5m]))", 0.3, "100m", "1 (avg)"))
                .toString()
                .contains("a ratio divided by 3 replicas: 0.3 reads 100m"));
    }

    @Test
    void whatMayBeDividedIsNotNamed() {
        assertEquals(List.of(), DividedReadings.of(held(3, "sum(in_flight)", 30, "10", "10 (avg)")));
        assertEquals(List.of(), DividedReadings.of(held(3, P95, 1.4, "1400m", "500m")));
        assertEquals(List.of(), DividedReadings.of(held(1, P95, 1.4, "1400m", "500m (avg)")));
        assertEquals(List.of(), DividedReadings.of(held(3, "not promql(", 1.4, "467m", "500m (avg)")));
    }

    @Test
    void explainSaysIt() {
        var record = held(3, P95, 1.4, "467m", "500m (avg)");
        assertTrue(DecisionText.explain(record).getLast().startsWith("  beware      p95 (s0-prometheus): metricType"));
        assertTrue(DecisionText.chain(record).stream()
                .anyMatch(line -> line.startsWith("    ! MetricTypeValueMissing")));
    }
}

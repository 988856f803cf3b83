package dev.headroom.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Reason;
import dev.headroom.loop.DecisionNews.News;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an autoscaler on p95 decides, one decision after the other, and which of them are worth an event.
final class DecisionNewsTest {

    private static final Input FINE = input(new Signal.Value(0.3, Duration.ofSeconds(1)), "300m", Optional.of(3));
    private static final Input SLOW = input(new Signal.Value(0.7, Duration.ofSeconds(1)), "700m", Optional.of(6));
    private static final Input LOST =
            input(new Signal.Absent("the only scrape target is failing"), "<unknown>", Optional.empty());

    private final DecisionNews news = new DecisionNews();

    private static Input input(Signal signal, String reading, Optional<Integer> proposal) {
        return new Input("s0-prometheus", "p95", "p95", signal, "350m", reading, proposal);
    }

    private Optional<News> decided(Decision decision, Input input) {
        return news.of(new DecisionRecord(
                Instant.EPOCH, "default/web", decision, List.of(input), Optional.empty(), List.of()));
    }

    private static Decision holds() {
        return new Decision.Hold(3, List.of(new Reason("WithinTolerance", "p95 300m against target 350m")));
    }

    @Test
    void aDecisionThatKeepsEverythingIsNoNews() {
        assertEquals(Optional.empty(), decided(holds(), FINE));
    }

    @Test
    void otherReplicasAreNewsInTheWordsOfExplain() {
        var scale = new Decision.Scale(3, 6, List.of(new Reason("AboveTarget", "p95 700m: 3 × 2.000 → 6 replicas")));
        var expected = new News(false, "3 → 6 replicas: p95 700m, target 350m");
        assertEquals(Optional.of(expected), decided(scale, SLOW));
        assertEquals(Optional.of(expected), decided(scale, SLOW));
    }

    @Test
    void aMetricThatLosesItsNumberIsNewsOnceAndSoIsItsReturn() {
        decided(holds(), FINE);
        var blind = new Decision.Abstain(List.of(new Reason("NoMetric", "p95 has no number")));
        assertEquals(
                Optional.of(new News(true, "no opinion: p95 has no number: the only scrape target is failing")),
                decided(blind, LOST));
        assertEquals(Optional.empty(), decided(blind, LOST));
        assertEquals(Optional.of(new News(false, "holds 3 replicas: p95 300m, target 350m")), decided(holds(), FINE));
    }

    @Test
    void aNumberThatIsDividedAndMustNotBeIsNewsOnce() {
        var divided = new Input(
                "s0-prometheus", "p95", "quantile(0.95, latency)", new Signal.Value(1.4, Duration.ofSeconds(1)),
                "500m (avg)", "467m", Optional.of(3));
        assertEquals(
                Optional.of(new News(
                        true,
                        "holds 3 replicas: p95 467m, target 500m (avg); p95 (s0-prometheus): metricType Value missing:"
                                + " a quantile divided by 3 replicas: 1.4 reads 467m against 500m (avg); undivided it"
                                + " is 2.8 times its target")),
                decided(holds(), divided));
        assertEquals(Optional.empty(), decided(holds(), divided));
    }
}

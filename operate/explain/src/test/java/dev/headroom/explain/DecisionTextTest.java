package dev.headroom.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Alternative;
import dev.headroom.hpa.Reason;
import dev.headroom.hpa.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What people read about a decision.
class DecisionTextTest {

    private static final Signal.Absent GONE = new Signal.Absent(
            "the newest sample of d_bucket is 14.0 s old: the scrape of 127.0.1.3:8000 was refused");

    private static Reason reason(String code) {
        return new Reason(code, "the words of " + code);
    }

    @Test
    void aRiseNamesTheMetricThatAsksForIt() {
        var record = Decisions.record(
                new Decision.Scale(3, 6, List.of(reason("AboveTarget"))),
                List.of(Decisions.cpu(50, 3), Decisions.latency("612m", 0.612, 6)),
                "");
        assertEquals("3 → 6 replicas: p95 612m, target 350m", DecisionText.summary(record));
    }

    @Test
    void aLimitedRiseSaysWhatWasWantedAndWhoSaidNo() {
        assertEquals(
                "3 → 6 replicas: p95 1400m, target 350m, wants 12; the scale-up policy allows 6 now",
                DecisionText.summary(Decisions.scaledUp()));
    }

    @Test
    void aHoldSaysWhatHoldsIt() {
        var lull = Decisions.record(
                new Decision.Hold(6, List.of(reason("BelowTarget"), reason("ScaleDownStabilized"))),
                List.of(Decisions.latency("90m", 0.09, 2), Decisions.cpu(30, 3)),
                "ScaleDownStabilized");
        assertEquals(
                "holds 6 replicas: cpu 30%, target 80%, wants 3; more were wanted within the stabilization window",
                DecisionText.summary(lull));
    }

    @Test
    void aHoldForWantOfANumberNamesTheHopThatLostIt() {
        var record = Decisions.record(
                new Decision.Hold(6, List.of(reason("BelowTarget"), reason("FailedGetExternalMetric"))),
                List.of(Decisions.noLatency(GONE), Decisions.cpu(5, 1)),
                "FailedGetExternalMetric");
        assertEquals(
                "holds 6 replicas: p95 has no number: the newest sample of d_bucket is 14.0 s old: the scrape of"
                        + " 127.0.1.3:8000 was refused",
                DecisionText.summary(record));
    }

    @Test
    void whatIsDecidedWithoutANumberOfAMetricSaysSo() {
        var record = Decisions.record(
                new Decision.Scale(3, 4, List.of(reason("AboveTarget"))),
                List.of(Decisions.noLatency(GONE), Decisions.cpu(95, 4)),
                "");
        assertEquals("3 → 4 replicas: cpu 95%, target 80%; no number from p95", DecisionText.summary(record));
    }

    @Test
    void anAbstentionCountsTheOtherMetricsWithoutANumber() {
        var record = Decisions.record(
                new Decision.Abstain(List.of(reason("FailedGetExternalMetric"))),
                List.of(Decisions.noLatency(new Signal.Stale(Duration.ofSeconds(9))), Decisions.noLatency(GONE)),
                "");
        assertEquals(
                "no opinion: p95 has no number: the newest sample is 9.0 s old (and 1 more without a number)",
                DecisionText.summary(record));
    }

    @Test
    void aStepThatKnowsNoMetricSpeaksForItself() {
        var record = Decisions.record(
                new Decision.Scale(0, 1, List.of(new Reason("KEDAScaleTargetActivated", "triggered by s0-prometheus"))),
                List.of(),
                "KEDAScaleTargetActivated");
        assertEquals("0 → 1 replica: triggered by s0-prometheus", DecisionText.summary(record));
    }

    @Test
    void fiveLinesExplainIt() {
        assertEquals(
                """
                default/inference: 3 → 6 replicas at 2026-03-02T10:01:30.250Z
                  metrics     p95 1400m, target 350m, wants 12; cpu 50%, target 80%, wants 3
                  decided by  p95 (s0-prometheus), which wants most: 12 replicas; limited by ScaleUpLimit: the\
                 scale-up policy allows 6 now
                  data        every metric has a number, the oldest rests on a sample 1.2 s old (p95)
                  otherwise   from 10:01:36: 9 replicas, when the scale-up policy allows more; p95 below 584m: 5\
                 replicas""",
                String.join("\n", DecisionText.explain(Decisions.scaledUp())));
    }

    @Test
    void theChainHoldsEveryQueryAndEveryStep() {
        assertEquals(
                """
                default/inference: 3 → 6 replicas: p95 1400m, target 350m, wants 12; the scale-up policy allows 6 now
                  at 2026-03-02T10:01:30.250Z

                  metrics
                    p95 (s0-prometheus)  1400m/350m  wants 12
                      asked  histogram_quantile(0.95, sum by (le) (rate(d_bucket[10s])))
                      got    1.4, newest sample 1.2 s old
                    cpu  50%/80%  wants 3
                      got    50.0, newest sample 0.4 s old

                  steps
                    1. AboveTarget: p95 (s0-prometheus) 1400m against target 350m: 3 × 4.000 → 12 replicas
                    2. ScaleUpLimit: the desired replica count is increasing faster than the maximum scale rate:\
                 6 instead of 12

                  otherwise
                    - from 10:01:36: 9 replicas, when the scale-up policy allows more
                    - p95 below 584m: 5 replicas""",
                String.join("\n", DecisionText.chain(Decisions.scaledUp())));
    }

    @Test
    void whatWouldHaveToChangeIsSaidInTheUnitsOfItsMetric() {
        var window = Instant.parse("2026-03-03T00:00:10Z");
        var record = Decisions.record(
                new Decision.Hold(3, List.of(reason("OnTarget"))),
                List.of(Decisions.latency("350m", 0.35, 3), Decisions.cpu(80, 3)),
                "",
                new Alternative.Reading("s0-prometheus", Response.Kind.VALUE, true, 385, 4, Optional.empty()),
                new Alternative.Reading("cpu", Response.Kind.UTILIZATION, false, 54, 2, Optional.of(window)),
                new Alternative.Reading("queue", Response.Kind.SHARED, true, 33_000, 4, Optional.empty()),
                new Alternative.Later(window, 1, Optional.empty()),
                new Alternative.Bound("maxReplicas", 3, 9),
                new Alternative.Data("s0-prometheus"),
                new Alternative.Activation("s0-prometheus", 0.3));
        assertEquals(
                List.of(
                        "p95 above 385m: 4 replicas",
                        "cpu below 54%: 2 replicas, from 2026-03-03 00:00:10 if it stays there",
                        "queue above 33 in all: 4 replicas",
                        "in the next turn: 1 replica",
                        "maxReplicas above 3: the metrics want 9 replicas",
                        "p95 with all of its data: before that no replica is taken away",
                        "p95 above 0.3: the target wakes up"),
                DecisionText.alternatives(record));
    }

    @Test
    void whatWasReadAsZeroStillSaysThatThereWasNoNumber() {
        var ignored = new Input("s0-prometheus", "p95", "p95", GONE, "350m", "0", Optional.of(3));
        var record = Decisions.record(
                new Decision.Hold(3, List.of(reason("NoDataIgnored"), reason("OnTarget"))), List.of(ignored), "");
        assertTrue(DecisionText.explain(record).get(3).contains("p95 has no number: the newest sample of d_bucket"));
        assertEquals(
                "holds 3 replicas: p95 0 (in place of no number), target 350m", DecisionText.summary(record));
    }
}

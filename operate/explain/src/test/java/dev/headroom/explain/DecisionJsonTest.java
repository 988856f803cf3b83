package dev.headroom.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Alternative;
import dev.headroom.hpa.Reason;
import dev.headroom.hpa.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What programs read about a decision.
class DecisionJsonTest {

    @Test
    void aDecisionIsOneObjectWithEverythingThatLedToIt() {
        var expected =
                """
                {"id": 7, "time": "2026-03-02T10:01:30.250Z", "autoscaler": "default/inference", "verdict": "Scale",
                 "current": 3, "desired": 6, "constraint": "ScaleUpLimit",
                 "summary": "3 → 6 replicas: p95 1400m, target 350m, wants 12; the scale-up policy allows 6 now",
                 "reasons": [
                   {"code": "AboveTarget",
                    "text": "p95 (s0-prometheus) 1400m against target 350m: 3 × 4.000 → 12 replicas"},
                   {"code": "ScaleUpLimit",
                    "text": "the desired replica count is increasing faster than the maximum scale rate:\
                 6 instead of 12"}],
                 "inputs": [
                   {"metric": "s0-prometheus", "trigger": "p95",
                    "query": "histogram_quantile(0.95,\\n  sum by (le) (rate(d_bucket[10s])))\\n",
                    "state": "Value", "value": 1.4, "ageSeconds": 1.2, "detail": "", "target": "350m",
                    "reading": "1400m", "proposal": 12},
                   {"metric": "cpu", "trigger": "cpu", "query": "", "state": "Value", "value": 50.0, "ageSeconds": 0.4,
                    "detail": "", "target": "80%", "reading": "50%", "proposal": 3}],
                 "alternatives": [
                   {"kind": "Later", "at": "2026-03-02T10:01:35.250Z", "replicas": 9, "constraint": "ScaleUpLimit",
                    "text": "from 10:01:36: 9 replicas, when the scale-up policy allows more"},
                   {"kind": "Reading", "metric": "s0-prometheus", "source": "VALUE", "above": false, "edge": 584,
                    "replicas": 5, "earliest": null, "text": "p95 below 584m: 5 replicas"}]}
                """;
        var written = DecisionJson.of(7, Decisions.scaledUp());
        var mapper = JsonMapper.shared();
        assertEquals(mapper.readTree(expected), mapper.readTree(written.toString()));
        assertEquals(
                List.of("id", "time", "autoscaler", "verdict", "current", "desired", "constraint", "summary", "reasons",
                        "inputs", "alternatives"),
                written.propertyNames().stream().toList());
    }

    @Test
    void noNumberIsNullWithItsReason() {
        var stale = DecisionJson.of(1, Decisions.record(
                new Decision.Abstain(List.of(new Reason("FailedGetExternalMetric", "no metric has a number"))),
                List.of(Decisions.noLatency(new Signal.Stale(Duration.ofSeconds(14)))),
                ""));
        assertEquals("Abstain", stale.path("verdict").asString());
        for (var field : List.of("current", "desired", "constraint")) {
            assertEquals(true, stale.path(field).isNull(), field);
        }
        var input = stale.path("inputs").path(0);
        assertEquals("Stale", input.path("state").asString());
        assertEquals(14.0, input.path("ageSeconds").asDouble());
        assertEquals("the newest sample is 14.0 s old", input.path("detail").asString());
        assertEquals(true, input.path("value").isNull());
        assertEquals(true, input.path("proposal").isNull());
    }

    @Test
    void whatWasWrittenIsReadBack() {
        for (var signal : List.of(
                new Signal.Absent("no sample of d_bucket"),
                new Signal.Failed("connection refused"),
                new Signal.NotANumber("NaN"),
                new Signal.Stale(Duration.ofSeconds(14)),
                new Signal.Partial(0.7, Duration.ofMillis(900), "1 of 6 targets"),
                new Signal.Value(0.7, Duration.ofMillis(900)))) {
            var record = Decisions.record(
                    new Decision.Hold(6, List.of(new Reason("OnTarget", "it is"))),
                    List.of(Decisions.noLatency(signal), Decisions.cpu(50, 3)),
                    "",
                    new Alternative.Reading(
                            "cpu", Response.Kind.UTILIZATION, true, 88, 7, Optional.of(Instant.EPOCH)),
                    new Alternative.Later(Instant.EPOCH, 3, Optional.empty()),
                    new Alternative.Bound("maxReplicas", 6, 9),
                    new Alternative.Data("s0-prometheus"),
                    new Alternative.Activation("s0-prometheus", 0.25));
            var written = JsonMapper.shared().readTree(DecisionJson.of(3, record).toString());
            assertEquals(record, DecisionJson.read(written));
        }
        var scaled = DecisionJson.of(1, Decisions.scaledUp());
        assertEquals(Decisions.scaledUp(), DecisionJson.read(JsonMapper.shared().readTree(scaled.toString())));
    }
}

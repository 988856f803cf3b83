package dev.headroom.autoscaler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Decisions over a target, told as stories.
class DeciderTest {

    private static final String LATENCY =
            """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata:
              name: web
            spec:
              scaleTargetRef:
                name: web
              minReplicaCount: 3
              maxReplicaCount: 12
              triggers:
                - type: prometheus
                  name: p95
                  metricType: Value
                  metadata:
                    serverAddress: http://127.0.0.1:9095
                    query: p95
                    threshold: "0.350"
                - type: cpu
                  metricType: Utilization
                  metadata:
                    value: "80"
              advanced:
                horizontalPodAutoscalerConfig:
                  behavior:
                    scaleUp:
                      policies: [{type: Pods, value: 3, periodSeconds: 30}]
                    scaleDown:
                      stabilizationWindowSeconds: 60
            """;

    @Test
    void latencyAboveItsTargetAddsReplicasAndSaysWhy() {
        var outcome = Story.of(LATENCY, 3).signal("s0-prometheus", 0.612).cpu(50).decide();

        var scale = assertInstanceOf(Decision.Scale.class, outcome.record().decision());
        assertEquals(6, scale.desired());
        assertEquals(
                "AboveTarget: p95 (s0-prometheus) 612m against target 350m: 3 × 1.749 → 6 replicas",
                scale.reasons().getFirst().toString());
        assertEquals(Optional.empty(), outcome.record().constraint());
        assertEquals("612m/350m, cpu: 50%/80%", outcome.status().targets());
        assertEquals("p95", outcome.record().inputs().getFirst().trigger());
        assertEquals("cpu", outcome.record().inputs().getLast().trigger());
        assertEquals("350m", outcome.record().inputs().getFirst().target());
        assertEquals("612m", outcome.record().inputs().getFirst().reading());
        assertEquals(Optional.of(6), outcome.record().inputs().getFirst().proposal());
    }

    @Test
    void onlyAMetricOfAResourceNeedsWhatPodsUse() {
        var external = """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  maxReplicas: 10
                  metrics:
                    - type: External
                      external: {metric: {name: load}, target: {type: Value, value: "100"}}
                """;
        assertTrue(Story.autoscaler(LATENCY).needsUsage(), "it has a trigger cpu");
        assertFalse(Story.autoscaler(external).needsUsage());
        assertTrue(
                Story.autoscaler(external.substring(0, external.indexOf("  metrics:"))).needsUsage(),
                "without metrics it is cpu");
    }

    @Test
    void aPolicyLimitsHowManyReplicasAPeriodMayAdd() {
        var story = Story.of(LATENCY, 3).signal("s0-prometheus", 1.4).cpu(50);

        var first = story.decide();
        assertEquals(Optional.of(6), first.record().desiredReplicas());
        assertEquals(Optional.of("ScaleUpLimit"), first.record().constraint());
        assertEquals(6, story.at(15).decide().record().desiredReplicas().orElseThrow());
        assertEquals(9, story.at(31).decide().record().desiredReplicas().orElseThrow());
        var bound = story.at(62).decide();
        assertEquals(Optional.of(12), bound.record().desiredReplicas());
        assertEquals(Optional.of("TooManyReplicas"), bound.record().constraint());
    }

    @Test
    void aLullShorterThanTheWindowTakesNothingAway() {
        var story = Story.of(LATENCY, 6).signal("s0-prometheus", 0.35).cpu(70);
        story.decide();
        story.signal("s0-prometheus", 0.1).cpu(20);

        var dip = story.at(15).decide();
        assertInstanceOf(Decision.Hold.class, dip.record().decision());
        assertEquals(Optional.of("ScaleDownStabilized"), dip.record().constraint());
        assertInstanceOf(Decision.Scale.class, story.at(80).decide().record().decision());
        assertEquals(3, story.replicas());
    }

    @Test
    void missingLatencyForbidsTakingReplicasAway() {
        var story = Story.of(LATENCY, 6)
                .signal("s0-prometheus", new Signal.Absent("no sample of p95 in 5 min"))
                .cpu(5);
        story.decide();

        var later = story.at(600).decide();
        var hold = assertInstanceOf(Decision.Hold.class, later.record().decision());
        assertTrue(hold.reasons().stream().anyMatch(each -> each.text().contains("no sample of p95 in 5 min")));
        assertEquals(Optional.of("FailedGetExternalMetric"), later.record().constraint());
        assertEquals("<unknown>/350m, cpu: 5%/80%", later.status().targets());
    }

    @Test
    void aNumberThatLacksAPartOfItsDataTakesNoReplicaAway() {
        var some = new Signal.Partial(0.05, Duration.ofSeconds(1), "1 of 6 scrape targets is failing");
        var story = Story.of(LATENCY, 6).signal("s0-prometheus", some).cpu(5);
        story.decide();

        var kept = story.at(600).decide().record();
        var hold = assertInstanceOf(Decision.Hold.class, kept.decision());
        assertEquals(Optional.of("PartialData"), kept.constraint());
        assertTrue(hold.reasons().getLast().text().contains("1 of 6 scrape targets is failing"));

        var back = story.at(610).signal("s0-prometheus", 0.05).decide();
        assertInstanceOf(Decision.Scale.class, back.record().decision());
    }

    @Test
    void aNumberThatLacksAPartOfItsDataStillAddsReplicas() {
        var some = new Signal.Partial(0.5, Duration.ofSeconds(1), "1 of 6 scrape targets is failing");
        assertInstanceOf(
                Decision.Scale.class,
                Story.of(LATENCY, 6).signal("s0-prometheus", some).cpu(50).decide().record().decision());
    }

    @Test
    void missingLatencyDoesNotKeepCpuFromAddingReplicas() {
        var story = Story.of(LATENCY, 6).signal("s0-prometheus", new Signal.Stale(Duration.ofSeconds(40))).cpu(100);

        assertEquals(8, story.decide().record().desiredReplicas().orElseThrow());
    }

    @Test
    void withoutAnyNumberThereIsNoOpinion() {
        var outcome = Story.of(LATENCY, 6)
                .signal("s0-prometheus", new Signal.Failed("connection refused"))
                .decide();

        var abstain = assertInstanceOf(Decision.Abstain.class, outcome.record().decision());
        assertTrue(abstain.reasons().toString().contains("p95 (s0-prometheus) has no number: connection refused"));
    }
}

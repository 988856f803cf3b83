package dev.headroom.autoscaler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.manifests.ManifestException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// KEDA's part of a decision: waking up, going to sleep, falling back, formulas, pauses.
class ScaledObjectTest {

    private static final String QUEUE = object("""
              minReplicaCount: 0
              maxReplicaCount: 10
              cooldownPeriod: 60
              triggers:
                - type: prometheus
                  name: queue
                  metadata: {serverAddress: "http://prometheus:9090", query: queue, threshold: "5",
                             activationThreshold: "2"}
            """);

    private static String object(String spec) {
        return "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: web\n  annotations: {}\n"
                + "spec:\n  scaleTargetRef: {name: web}\n" + spec.indent(0).replaceAll("(?m)^ {12}", "");
    }

    private static String paused(String annotation) {
        return QUEUE.replace("annotations: {}", "annotations: {autoscaling.keda.sh/" + annotation + "}");
    }

    private static String codes(Outcome outcome) {
        return outcome.record().decision().reasons().stream().map(each -> each.code()).toList().toString();
    }

    @Test
    void aTriggerAboveItsActivationThresholdWakesTheTargetUp() {
        var story = Story.of(QUEUE, 0).signal("s0-prometheus", 2);
        assertInstanceOf(Decision.Hold.class, story.decide().record().decision());

        var outcome = story.at(30).signal("s0-prometheus", 3).decide();
        assertEquals(1, story.replicas());
        assertEquals(Optional.of("KEDAScaleTargetActivated"), outcome.record().constraint());
        assertEquals(
                "Scaled apps/v1.Deployment default/web from 0 to 1, triggered by s0-prometheus",
                outcome.events().getLast().text());
    }

    @Test
    void aTargetGoesToSleepAfterTheCooldownPeriodAndNotBefore() {
        var story = Story.of(QUEUE, 1).signal("s0-prometheus", 3);
        story.decide();
        story.signal("s0-prometheus", 0);

        var cooling = story.at(60).decide(Turn.POLL);
        assertFalse(cooling.isTold());
        assertTrue(cooling.record().decision().reasons().getLast().text().contains("until 2026-03-02T10:01:00Z"));
        assertEquals(1, story.replicas());
        assertEquals(
                Optional.of("KEDAScaleTargetDeactivated"),
                story.at(61).decide(Turn.POLL).record().constraint());
        assertEquals(0, story.replicas());
    }

    @Test
    void aCachedNumberThatLacksAPartOfItsDataTakesNoReplicaAway() {
        var autoscaler = Story.autoscaler(QUEUE.replaceAll(
                "(?m)^( *)- type: prometheus", "$1- useCachedMetrics: true\n$1  type: prometheus"));
        var some = new Signal.Partial(5, Duration.ofSeconds(1), "1 of 6 scrape targets is failing");
        var story = Story.of(autoscaler, 4).signal("s0-prometheus", some);
        story.decide(Turn.POLL);
        story.unasked("s0-prometheus");
        for (int second = 15; second < 900; second += 15) {
            story.at(second).decide(Turn.SYNC);
        }
        assertEquals(4, story.replicas());

        story.at(900).signal("s0-prometheus", 5).decide(Turn.POLL);
        story.unasked("s0-prometheus").at(915).decide(Turn.SYNC);
        assertEquals(1, story.replicas());
    }

    @Test
    void anOutageDoesNotPutATargetToSleep() {
        var story = Story.of(QUEUE, 2).signal("s0-prometheus", new Signal.Failed("connection refused"));

        for (int second = 0; second < 1800; second += 30) {
            assertInstanceOf(Decision.Abstain.class, story.at(second).decide().record().decision());
        }
        assertEquals(2, story.replicas());
    }

    @Test
    void noDataIsReadAsZeroOnlyWhereTheTriggerSaysSoAndIsToldAllTheSame() {
        var silent = Story.of(QUEUE, 2).signal("s0-prometheus", new Signal.Absent("no sample of queue"));
        assertEquals("[TriggerError, FailedGetExternalMetric]", codes(silent.decide()));

        var zero = Story.of(QUEUE.replace("threshold: \"5\"", "threshold: \"5\", ignoreNullValues: \"true\""), 2)
                .signal("s0-prometheus", new Signal.Absent("no sample of queue"));
        var told = zero.at(400).decide(Turn.SYNC).record().decision().reasons().getFirst();
        assertEquals("NoDataIgnored", told.code());
        assertTrue(told.text().endsWith("there was no data, no sample of queue"), told.text());
    }

    @Test
    void aFallbackStandsInAfterMoreFailuresThanItsThreshold() {
        var story = Story.of(QUEUE + "  fallback: {failureThreshold: 3, replicas: 6}\n", 2)
                .signal("s0-prometheus", new Signal.Failed("connection refused"));
        story.decide();
        assertEquals(2, story.replicas());

        var outcome = story.at(15).decide();
        story.at(30).decide();
        assertEquals(6, story.replicas());
        assertTrue(codes(outcome).startsWith("[FallbackExists"), codes(outcome));
        assertTrue(outcome.record().decision().reasons().getFirst().text().contains("connection refused"));
    }

    @Test
    void aFormulaDecidesWhatIsComparedWithItsTarget() {
        var story = Story.of(
                        object("""
                  minReplicaCount: 1
                  maxReplicaCount: 20
                  advanced: {scalingModifiers: {formula: "max([queue, other])", target: "10", activationTarget: "1"}}
                  triggers:
                    - type: prometheus
                      name: queue
                      metadata: {serverAddress: "http://prometheus:9090", query: queue, threshold: "5"}
                    - type: prometheus
                      name: other
                      metadata: {serverAddress: "http://prometheus:9090", query: other, threshold: "5"}
                """),
                        2)
                .signal("s0-prometheus", 12)
                .signal("s1-prometheus", 45);

        var inputs = story.decide().record().inputs();
        assertEquals(4, story.replicas());
        assertEquals(
                List.of("s0-prometheus", "s1-prometheus", "composite-metric"),
                inputs.stream().map(DecisionRecord.Input::metric).toList());
    }

    @Test
    void aFormulaWithoutANumberTakesNothingAway() {
        var story = Story.of(
                        object("""
                  minReplicaCount: 1
                  advanced: {scalingModifiers: {formula: "queue / (queue - queue)", target: "10"}}
                  triggers:
                    - type: prometheus
                      name: queue
                      metadata: {serverAddress: "http://prometheus:9090", query: queue, threshold: "5"}
                """),
                        7)
                .signal("s0-prometheus", 0);

        var outcome = story.decide();
        assertInstanceOf(Decision.Abstain.class, outcome.record().decision());
        assertTrue(codes(outcome).contains("FormulaFailed"), codes(outcome));
        assertEquals(7, story.at(900).replicas());
    }

    @Test
    void anIdleTargetRestsUntilATriggerIsActive() {
        var story = Story.of(
                        QUEUE.replace("minReplicaCount: 0", "minReplicaCount: 3")
                                .replace("cooldownPeriod: 60", "cooldownPeriod: 60\n  idleReplicaCount: 1"),
                        3)
                .signal("s0-prometheus", 0);
        story.at(61).decide();
        story.at(62).decide();
        assertEquals(1, story.replicas());
        assertInstanceOf(Decision.Hold.class, story.at(75).decide().record().decision());

        story.at(90).signal("s0-prometheus", 3).decide();
        assertEquals(3, story.replicas());
    }

    @Test
    void aPauseHoldsTheNumberOfItsAnnotation() {
        var story = Story.of(paused("paused-replicas: \"4\""), 2).signal("s0-prometheus", 500);

        assertEquals(Optional.of("ScaledObjectPaused"), story.decide().record().constraint());
        assertEquals(4, story.replicas());
        assertInstanceOf(Decision.Hold.class, story.at(15).decide().record().decision());
    }

    @Test
    void aPauseOfScalingInStillLetsReplicasBeAdded() {
        var story = Story.of(paused("paused-scale-in: \"true\""), 2).signal("s0-prometheus", 40);
        story.decide();
        story.at(15).decide();
        assertEquals(8, story.replicas());

        story.signal("s0-prometheus", 0);
        for (int second = 30; second < 1200; second += 15) {
            story.at(second).decide();
        }
        assertEquals(8, story.replicas());
    }

    @Test
    void anObjectWithAMinimumIsPolledOnlyUntilItsAutoscalerHasAsked() {
        var object = QUEUE.replace("minReplicaCount: 0", "minReplicaCount: 1");
        var story = Story.of(object, 1).signal("s0-prometheus", 3);
        var autoscaler = Story.autoscaler(object);
        assertEquals(1, autoscaler.queries(story.memory(), Turn.POLL).size());
        story.decide();

        assertEquals(List.of(), autoscaler.queries(story.memory(), Turn.POLL));
        assertEquals(1, autoscaler.queries(story.memory(), Turn.SYNC).size());
    }

    @Test
    void whatKedaWouldRefuseIsRefusedWithItsPlace() {
        var idle = QUEUE.replace("cooldownPeriod: 60", "idleReplicaCount: 1");
        var wrong = assertThrows(ManifestException.class, () -> Story.autoscaler(idle));
        assertTrue(
                String.valueOf(wrong.getMessage()).contains("IdleReplicaCount=1 must be less than MinReplicaCount=1"),
                wrong.getMessage());

        var trigger = QUEUE.replace("threshold: \"5\"", "threshold: \"five\"");
        var unread = assertThrows(ManifestException.class, () -> Story.autoscaler(trigger));
        assertTrue(String.valueOf(unread.getMessage()).contains("spec.triggers[0]"), unread.getMessage());
    }

    @Test
    void theSameInputGivesTheSameDecisionAndMemory() {
        var story = Story.of(QUEUE, 4).signal("s0-prometheus", new Signal.Value(31, Duration.ofSeconds(2)));
        var autoscaler = Story.autoscaler(QUEUE);

        assertEquals(
                Decider.decide(autoscaler, story.observation(), Memory.start()).record(),
                Decider.decide(autoscaler, story.observation(), Memory.start()).record());
    }
}

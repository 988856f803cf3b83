package dev.headroom.autoscaler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.hpa.Alternative;
import dev.headroom.hpa.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What would have to change for another result: true on both sides of each edge that is named.
class AlternativesTest {

    private static final String LATENCY =
            """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata:
              name: web
            spec:
              scaleTargetRef: {name: web}
              minReplicaCount: 1
              maxReplicaCount: 12
              triggers:
                - type: prometheus
                  name: p95
                  metricType: Value
                  metadata: {serverAddress: "http://127.0.0.1:9095", query: p95, threshold: "0.350"}
              advanced:
                horizontalPodAutoscalerConfig:
                  behavior:
                    scaleUp:
                      policies: [{type: Pods, value: 3, periodSeconds: 30}]
                    scaleDown:
                      stabilizationWindowSeconds: 60
            """;

    private static <T extends Alternative> List<T> of(Class<T> kind, Outcome outcome) {
        return outcome.record().alternatives().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Test
    void aMetricOnItsTargetNamesBothEdgesOfItsTolerance() {
        var calm = Story.of(LATENCY, 3).signal("s0-prometheus", 0.35).decide();

        assertEquals(
                List.of(
                        new Alternative.Reading(
                                "s0-prometheus", Response.Kind.VALUE, true, 385, 4, Optional.empty()),
                        new Alternative.Reading(
                                "s0-prometheus",
                                Response.Kind.VALUE,
                                false,
                                // 315 is within the tolerance; up to 233 the ratio still asks for three replicas.
                                234,
                                2,
                                Optional.of(Story.START.plusSeconds(60)))),
                calm.record().alternatives());
    }

    @Test
    void aLullSaysWhenTheWindowEnds() {
        var story = Story.of(LATENCY, 6).signal("s0-prometheus", 0.35);
        story.decide();

        var dip = story.at(15).signal("s0-prometheus", 0.1).decide();
        assertEquals(
                List.of(new Alternative.Later(
                        Story.START.plusSeconds(60), 2, Optional.of("ScaleDownStabilized"))),
                of(Alternative.Later.class, dip));
        assertEquals(6, story.at(59).decide().record().desiredReplicas().orElseThrow());
        assertEquals(2, story.at(60).decide().record().desiredReplicas().orElseThrow());
    }

    @Test
    void aLimitedRiseSaysWhenThePolicyAllowsMore() {
        var story = Story.of(LATENCY, 3).signal("s0-prometheus", 1.4);

        var first = story.decide();
        assertEquals(
                List.of(new Alternative.Later(Story.START.plusSeconds(30), 9, Optional.of("ScaleUpLimit"))),
                of(Alternative.Later.class, first));
        assertEquals(6, story.at(29).decide().record().desiredReplicas().orElseThrow());
        assertEquals(9, story.at(30).decide().record().desiredReplicas().orElseThrow());
    }

    @Test
    void theMaximumIsNamedWhereItCutsAWish() {
        var full = Story.of(LATENCY, 12).signal("s0-prometheus", 0.7).decide();
        assertEquals(List.of(new Alternative.Bound("maxReplicas", 12, 24)), of(Alternative.Bound.class, full));
    }

    @Test
    void aMetricWithoutANumberIsWhatIsMissing() {
        var blind = Story.of(LATENCY, 6)
                .signal("s0-prometheus", new Signal.Absent("no sample of p95"))
                .decide();
        assertEquals(List.of(new Alternative.Data("s0-prometheus")), blind.record().alternatives());
    }

    @Test
    void aSleepingTargetSaysWhatWakesItAndAnIdleOneWhenItSleeps() {
        var manifest = LATENCY.replace("minReplicaCount: 1", "minReplicaCount: 0\n  cooldownPeriod: 60")
                .replace("threshold: \"0.350\"", "threshold: \"0.350\", activationThreshold: \"0.2\"");
        var story = Story.of(manifest, 0).signal("s0-prometheus", 0.1);
        assertEquals(
                List.of(new Alternative.Activation("s0-prometheus", 0.2)),
                story.decide().record().alternatives());

        story.at(30).signal("s0-prometheus", 0.3).decide();
        assertEquals(1, story.replicas());
        var cooling = story.at(45).signal("s0-prometheus", 0.1).decide();
        assertEquals(
                List.of(new Alternative.Later(
                        Story.START.plusSeconds(90).plusNanos(1), 0, Optional.of("ScalerCooldown"))),
                of(Alternative.Later.class, cooling));
    }

    /// A random object, history and reading; then the same turn once more at and beyond each edge.
    @Test
    void oneUnitBeyondAnEdgeChangesTheResultAndTheEdgeDoesNot() {
        long seed = Long.getLong("headroom.seed", 7L);
        System.out.println("alternatives: -Dheadroom.seed=" + seed);
        int checked = 0;
        for (int run = 0; run < 200; run++) {
            var random = new Random(seed + run);
            var history = new Case(random);
            for (int step = 0; step < 30; step++) {
                checked += history.step(seed + run);
            }
        }
        assertTrue(checked > 3_000, checked + " edges were checked");
    }

    /// One random object with what happens to it.
    private static final class Case {
        private final Random random;
        private final String manifest;
        private final Autoscaler autoscaler;
        private Memory memory = Memory.start();
        private int replicas;
        private long second;

        Case(Random random) {
            this.random = random;
            this.manifest = manifest(random);
            this.autoscaler = Story.autoscaler(manifest);
            this.replicas = 1 + random.nextInt(8);
        }

        private static String manifest(Random random) {
            int min = 1 + random.nextInt(3);
            var tolerance = random.nextBoolean() ? ", tolerance: \"0.0" + random.nextInt(10) + "\"" : "";
            var behavior = random.nextInt(4) == 0
                    ? ""
                    : """
                      behavior:
                        scaleUp: {stabilizationWindowSeconds: %d, selectPolicy: %s%s,
                                  policies: [{type: Pods, value: %d, periodSeconds: %d},
                                             {type: Percent, value: %d, periodSeconds: %d}]}
                        scaleDown: {stabilizationWindowSeconds: %d, policies: [{type: Pods, value: %d,
                                    periodSeconds: %d}]%s}
                    """.formatted(
                                    random.nextInt(3) * 30,
                                    random.nextBoolean() ? "Max" : "Min",
                                    tolerance,
                                    1 + random.nextInt(4),
                                    15 + random.nextInt(60),
                                    10 + random.nextInt(200),
                                    15 + random.nextInt(60),
                                    random.nextInt(4) * 60,
                                    1 + random.nextInt(4),
                                    15 + random.nextInt(60),
                                    tolerance);
            return """
                    apiVersion: autoscaling/v2
                    kind: HorizontalPodAutoscaler
                    metadata: {name: web}
                    spec:
                      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                      minReplicas: %d
                      maxReplicas: %d
                      metrics:
                        - {type: External, external: {metric: {name: latency}, target: {type: Value, value: 350m}}}
                        - {type: External, external: {metric: {name: queue}, target:
                            {type: AverageValue, averageValue: "%d"}}}
                        - {type: Resource, resource: {name: cpu, target:
                            {type: Utilization, averageUtilization: 80}}}
                    """.formatted(min, min + 2 + random.nextInt(15), 1 + random.nextInt(9))
                    + behavior.indent(0).replaceAll("(?m)^ {20}", "");
        }

        /// @return how many edges were checked
        int step(long seed) {
            second += 15 + random.nextInt(15);
            long latency = random.nextInt(3) == 0 ? 300 + random.nextInt(100) : random.nextInt(900);
            long queue = random.nextInt(60_000);
            long cpu = random.nextInt(140);
            var base = decided(second, latency, queue, cpu);
            int checked = 0;
            for (var alternative : base.record().alternatives()) {
                if (alternative instanceof Alternative.Reading reading) {
                    beyond(reading, base, new long[] {latency, queue, cpu}, seed);
                    checked++;
                }
            }
            var next = base.applied();
            memory = next.memory();
            replicas = next.record().desiredReplicas().orElse(replicas);
            return checked;
        }

        private void beyond(Alternative.Reading reading, Outcome base, long[] readings, long seed) {
            int which = List.of("latency", "queue", "cpu").indexOf(reading.metric());
            var at = readings.clone();
            at[which] = reading.edge();
            var past = readings.clone();
            past[which] = reading.edge() + (reading.above() ? 1 : -1);
            var place = reading + " with -Dheadroom.seed=" + seed + " of " + base.record() + "\n" + manifest;
            assertEquals(base.record().desiredReplicas(), counts(second, at), place);
            if (reading.earliest().isEmpty()) {
                assertEquals(Optional.of(reading.replicas()), counts(second, past), place);
                assertNotEquals(base.record().desiredReplicas(), counts(second, past), place);
            } else {
                var kept = decided(second, past[0], past[1], past[2]).applied();
                assertEquals(base.record().desiredReplicas(), kept.record().desiredReplicas(), place);
                var before = memory;
                memory = kept.memory();
                var then = reading.earliest().get();
                assertEquals(
                        Optional.of(replicas),
                        decidedAt(then.minusNanos(1), past[0], past[1], past[2]).record().desiredReplicas(),
                        place);
                assertEquals(
                        Optional.of(reading.replicas()),
                        decidedAt(then, past[0], past[1], past[2]).record().desiredReplicas(),
                        place);
                memory = before;
            }
        }

        private Optional<Integer> counts(long at, long[] readings) {
            return decided(at, readings[0], readings[1], readings[2]).record().desiredReplicas();
        }

        private Outcome decided(long at, long latency, long queue, long cpu) {
            return decidedAt(Story.START.plusSeconds(at), latency, queue, cpu);
        }

        /// Half a unit more, so that cutting to a thousandth gives the very number.
        private Outcome decidedAt(Instant at, long latency, long queue, long cpu) {
            var seen = Story.of(autoscaler, replicas)
                    .at(Duration.between(Story.START, at))
                    .signal("latency", (latency + 0.5) / 1000)
                    .signal("queue", (queue + 0.5) / 1000)
                    .cpu(cpu)
                    .observation();
            return Decider.decide(autoscaler, seen, memory);
        }
    }
}

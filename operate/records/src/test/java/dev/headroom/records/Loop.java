package dev.headroom.records;

import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.Decider;
import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.Memory;
import dev.headroom.autoscaler.Observation;
import dev.headroom.autoscaler.Signal;
import dev.headroom.autoscaler.Turn;
import dev.headroom.hpa.HpaSettings;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/// A control loop over random load: every turn decides, some are refused, pods take their time, data is missing now and
/// then.
final class Loop {

    static final Instant START = Instant.parse("2026-03-02T10:00:00.125Z");

    static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template: {spec: {containers: [{name: app, resources: {requests: {cpu: 100m}}}]}}
            ---
            """;

    /// What `authenticationRef: {name: login}` means.
    static final String LOGIN =
            """
            ---
            apiVersion: keda.sh/v1alpha1
            kind: TriggerAuthentication
            metadata: {name: login}
            spec: {secretTargetRef: [{parameter: bearerToken, name: tokens, key: prometheus}]}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: tokens}
            data: {prometheus: c2VzYW1l}
            """;

    static final String SCALED_OBJECT = DEPLOYMENT
            + """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: web}
            spec:
              scaleTargetRef: {name: web}
              minReplicaCount: 0
              maxReplicaCount: 12
              cooldownPeriod: 60
              pollingInterval: 10
              fallback: {failureThreshold: 2, replicas: 4}
              triggers:
                - type: prometheus
                  name: p95
                  metricType: Value
                  useCachedMetrics: true
                  metadata: {serverAddress: "http://127.0.0.1:9095", query: p95, threshold: "0.350",
                             activationThreshold: "0.2"}
                - type: prometheus
                  name: queue
                  authenticationRef: {name: login}
                  metadata: {serverAddress: "http://127.0.0.1:9095", query: queue, threshold: "5",
                             authModes: bearer}
            """
            + LOGIN;

    static final String HPA = DEPLOYMENT
            + """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 2
              maxReplicas: 12
              metrics:
                - {type: External, external: {metric: {name: s0-prometheus}, target: {type: Value, value: 350m}}}
                - {type: Pods, pods: {metric: {name: in_flight}, target: {type: AverageValue, averageValue: "3"}}}
                - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}
              behavior:
                scaleUp: {policies: [{type: Pods, value: 3, periodSeconds: 30}]}
                scaleDown: {stabilizationWindowSeconds: 60}
            """;

    private final Random random;
    private final Autoscaler autoscaler;
    private final List<TurnTaken> untold = new ArrayList<>();
    private final Map<String, Instant> pods = new HashMap<>();
    private Memory memory = Memory.start();
    private int replicas = 2;
    private int named;

    Loop(String manifests, long seed) {
        random = new Random(seed);
        autoscaler = objects(manifests).stream()
                .flatMap(each -> Autoscaler.of(each, new AppliedCluster(objects(manifests)).around(each)).stream())
                .findFirst()
                .orElseThrow();
    }

    static List<Manifest> objects(String manifests) {
        return Manifest.read("web.yaml", manifests);
    }

    static DecisionLines lines(String manifests) {
        return new DecisionLines(objects(manifests), HpaSettings.DEFAULT);
    }

    /// Runs so many turns, five seconds apart.
    void run(int turns, Consumer<ToldDecision> decided) {
        for (int i = 0; i < turns; i++) {
            turn(START.plusSeconds(5L * i), i == 0 ? Turn.BOTH : i % 3 == 0 ? Turn.SYNC : Turn.POLL, decided);
        }
    }

    private void turn(Instant now, Turn turn, Consumer<ToldDecision> decided) {
        var seen = seen(now);
        var outcome = Decider.decide(autoscaler, seen, memory, turn);
        Optional<String> refused = Optional.empty();
        if (outcome.record().decision() instanceof Decision.Scale scale) {
            if (random.nextInt(6) == 0) {
                refused = Optional.of("the object has been modified");
            } else {
                replicas = scale.desired();
            }
        }
        var taken = new TurnTaken(turn, seen, refused);
        memory = taken.ended(outcome).memory();
        untold.add(taken);
        if (outcome.isTold()) {
            decided.accept(new ToldDecision(outcome.record(), untold));
            untold.clear();
        }
    }

    private Observation seen(Instant now) {
        while (pods.size() < replicas) {
            pods.put("web-" + named++, now);
        }
        pods.keySet().stream().sorted().skip(replicas).toList().forEach(pods::remove);
        var all = pods.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> pod(each.getKey(), each.getValue(), now))
                .toList();
        var usage = new ArrayList<ScaleTarget.Usage>();
        var perPod = new HashMap<String, Signal>();
        for (var pod : all) {
            usage.add(new ScaleTarget.Usage(
                    pod.name(),
                    now.minusMillis(random.nextInt(900)),
                    Duration.ofMillis(15_100),
                    Map.of("app", Map.of("cpu", (long) random.nextInt(120), "memory", 1_000_000L))));
            perPod.put(pod.name(), signal(random.nextDouble() * 6));
        }
        var signals = Map.of("s0-prometheus", signal(random.nextDouble()), "s1-prometheus",
                signal(random.nextDouble() * 60));
        return new Observation(
                now,
                new ScaleTarget.Scale(replicas, all.size(), "app=web"),
                all,
                usage,
                signals,
                Map.of("in_flight", perPod));
    }

    private Signal signal(double value) {
        return switch (random.nextInt(12)) {
            case 0 -> new Signal.Absent("no sample");
            case 1 -> new Signal.Failed("connection refused");
            case 2 -> new Signal.Partial(value, Duration.ofNanos(1_234_567), "1 of 6 targets");
            case 3 -> new Signal.NotANumber("NaN");
            case 4 -> new Signal.Stale(Duration.ofSeconds(70));
            default -> new Signal.Value(value, Duration.ofMillis(random.nextInt(2000)));
        };
    }

    private static Pod pod(String name, Instant asked, Instant now) {
        boolean ready = now.isAfter(asked.plusSeconds(8));
        return new Pod(
                name,
                Labels.of("app", "web"),
                "127.0.0.1",
                ready ? Pod.Phase.RUNNING : Pod.Phase.PENDING,
                asked,
                Optional.of(asked),
                Optional.of(new Pod.Ready(ready ? "True" : "False", ready ? asked.plusSeconds(9) : asked)),
                Optional.empty(),
                List.of(new Pod.Container("app", false, Map.of("cpu", 100L), Map.of())));
    }
}

package dev.headroom.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.Decider;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.Memory;
import dev.headroom.autoscaler.Observation;
import dev.headroom.autoscaler.Signal;
import dev.headroom.autoscaler.Turn;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.keda.ClusterView;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.Labels;
import dev.headroom.model.Quantity;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What deciding costs: 10 000 autoscalers, decided every 15 s, as a share of one core, and the memory of each.
/// docs/design/decisions.md has the command and the figures.
///
/// Six of ten are HorizontalPodAutoscalers (CPU; CPU and a total; a metric per pod), four are ScaledObjects with one to
/// three triggers, polled every 30 s; a third has no `behavior`. Targets have 2 to 20 replicas. Load wanders, so that
/// most decisions hold and some scale; one answer in fifty is missing.
class DecideBenchmark {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int AUTOSCALERS = 10_000;
    private static final int WARM_UP = 20;
    private static final int MEASURED = 12;
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final int MOST = 20;

    private static final String BEHAVIOR =
            """
            behavior:
              scaleUp: {policies: [{type: Pods, value: 4, periodSeconds: 30}, {type: Percent, value: 100,
                periodSeconds: 30}]}
              scaleDown: {stabilizationWindowSeconds: 300, policies: [{type: Pods, value: 2, periodSeconds: 60}]}
            """;

    private final SplittableRandom random = new SplittableRandom(7);
    private final List<List<Pod>> pods = new ArrayList<>();

    /// One of the ten thousand.
    private static final class Case {
        private final Autoscaler autoscaler;
        private Memory memory = Memory.start();
        private int replicas;
        private double load;
        /// Nobody reads it: a server keeps it, so its memory counts.
        @SuppressWarnings("UnusedVariable")
        private Optional<DecisionRecord> newest = Optional.empty();

        Case(Autoscaler autoscaler, int replicas, double load) {
            this.autoscaler = autoscaler;
            this.replicas = replicas;
            this.load = load;
        }
    }

    @Test
    void tenThousandAutoscalersShareOneCore() {
        for (int count = 0; count <= MOST; count++) {
            pods.add(pods(count));
        }
        long empty = used();
        var cases = new ArrayList<Case>();
        for (int i = 0; i < AUTOSCALERS; i++) {
            cases.add(new Case(autoscaler(i), 2 + random.nextInt(10), 0.5 + random.nextDouble()));
        }
        long read = used();
        ticks(cases, 0, WARM_UP);
        var bean = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = bean.getProcessCpuTime();
        int scaled = ticks(cases, WARM_UP, WARM_UP + MEASURED);
        double cpuSeconds = (bean.getProcessCpuTime() - before) / 1e9;
        long after = used();

        double share = cpuSeconds / (MEASURED * PERIOD.toSeconds());
        System.out.printf(
                "%d autoscalers, %d turns each: %.1f %% of a core, %.0f us a decision, %d of %d scaled%n",
                AUTOSCALERS,
                MEASURED,
                100 * share,
                1e6 * cpuSeconds / MEASURED / AUTOSCALERS,
                scaled,
                MEASURED * AUTOSCALERS);
        System.out.printf(
                "memory of each: %d bytes as read, %d bytes with what it remembers and its newest record%n",
                (read - empty) / AUTOSCALERS,
                (after - empty) / AUTOSCALERS);
    }

    private int ticks(List<Case> cases, int from, int to) {
        int scaled = 0;
        for (int tick = from; tick < to; tick++) {
            var now = START.plus(PERIOD.multipliedBy(tick));
            for (var each : cases) {
                each.load = Math.clamp(each.load + (random.nextDouble() - 0.5) * 0.1, 0.1, 2.5);
                var turn = each.autoscaler.scaled().isEmpty() || tick % 2 == 0 ? Turn.BOTH : Turn.SYNC;
                var outcome = Decider.decide(each.autoscaler, seen(each, now), each.memory, turn).applied();
                each.memory = outcome.memory();
                int desired = outcome.record().desiredReplicas().orElse(each.replicas);
                scaled += desired == each.replicas ? 0 : 1;
                each.replicas = desired;
                each.newest = Optional.of(outcome.record());
            }
        }
        return scaled;
    }

    private Observation seen(Case each, Instant now) {
        int count = Math.min(each.replicas, MOST);
        double demand = each.load * 5 / Math.max(1, count);
        var usage = new ArrayList<ScaleTarget.Usage>();
        var perPod = new HashMap<String, Signal>();
        for (var pod : pods.get(count)) {
            usage.add(new ScaleTarget.Usage(
                    pod.name(), now, PERIOD, Map.of("app", Map.of("cpu", (long) (80 * demand)))));
            perPod.put(pod.name(), new Signal.Value(10 * demand, Duration.ofSeconds(3)));
        }
        Signal ratio = random.nextInt(50) == 0
                ? new Signal.Absent("no sample")
                : new Signal.Value(0.35 * demand, Duration.ofSeconds(3));
        Signal total = new Signal.Value(each.load * 50, Duration.ofSeconds(3));
        return new Observation(
                now,
                new ScaleTarget.Scale(count, count, "app=web"),
                pods.get(count),
                usage,
                Map.of("s0-prometheus", ratio, "s1-prometheus", total, "total", total),
                Map.of("in_flight", perPod));
    }

    private Autoscaler autoscaler(int number) {
        boolean written = number % 3 != 0;
        var text = number % 10 < 6 ? hpa(number, written) : scaledObject(number, written);
        var cluster = ClusterView.of(new ClusterView.Workload(
                1,
                List.of(new ClusterView.Container(
                        "app",
                        Map.of("cpu", Quantity.parse("100m")),
                        Map.of(),
                        Map.of()))));
        return Autoscaler.of(Manifest.read("case.yaml", text).getFirst(), cluster).orElseThrow();
    }

    private static String hpa(int number, boolean written) {
        var cpu = """
                    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}
                """;
        var metrics =
                switch (number % 10) {
                    case 0, 1, 2 -> cpu;
                    case 3, 4 ->
                        cpu + "    - {type: External, external: {metric: {name: total}, target: {type: AverageValue,"
                                + " averageValue: \"10\"}}}\n";
                    default ->
                        "    - {type: Pods, pods: {metric: {name: in_flight}, target: {type: AverageValue,"
                                + " averageValue: \"10\"}}}\n";
                };
        return """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web-%d}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web-%d}
                  minReplicas: 2
                  maxReplicas: 20
                  metrics:
                """.formatted(number, number)
                + metrics + (written ? BEHAVIOR.indent(2) : "");
    }

    private static String scaledObject(int number, boolean written) {
        int triggers = 1 + number % 3;
        var text = new StringBuilder("""
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: web-%d}
                spec:
                  scaleTargetRef: {name: web-%d}
                  minReplicaCount: 2
                  maxReplicaCount: 20
                  triggers:
                    - {type: prometheus, name: p95, metricType: Value, metadata: {query: p95, threshold: "0.350",
                       serverAddress: "http://prometheus:9090"}}
                """.formatted(number, number));
        if (triggers > 1) {
            text.append("    - {type: prometheus, name: total, metadata: {query: total, threshold: \"10\","
                    + " serverAddress: \"http://prometheus:9090\"}}\n");
        }
        if (triggers > 2) {
            text.append("    - {type: cpu, metricType: Utilization, metadata: {value: \"80\"}}\n");
        }
        if (written) {
            text.append("  advanced:\n    horizontalPodAutoscalerConfig:\n").append(BEHAVIOR.indent(6));
        }
        return text.toString();
    }

    private static List<Pod> pods(int count) {
        var longAgo = START.minus(Duration.ofHours(1));
        var all = new ArrayList<Pod>();
        for (int i = 0; i < count; i++) {
            all.add(new Pod(
                    "web-" + i,
                    Labels.of("app", "web"),
                    "10.0.0." + i,
                    Pod.Phase.RUNNING,
                    longAgo,
                    Optional.of(longAgo),
                    Optional.of(new Pod.Ready("True", longAgo)),
                    Optional.empty(),
                    List.of(new Pod.Container("app", false, Map.of("cpu", 100L), Map.of()))));
        }
        return List.copyOf(all);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

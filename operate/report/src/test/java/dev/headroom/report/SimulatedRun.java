package dev.headroom.report;

import dev.headroom.arrivals.Arrivals;
import dev.headroom.arrivals.Programme;
import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.Decider;
import dev.headroom.autoscaler.Memory;
import dev.headroom.autoscaler.Observation;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.loadgen.Latencies;
import dev.headroom.loadgen.Lateness;
import dev.headroom.loadgen.LoadFailure;
import dev.headroom.loadgen.LoadSecond;
import dev.headroom.loadgen.LoadSnapshot;
import dev.headroom.loadgen.Outcome;
import dev.headroom.keda.ClusterView;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.Labels;
import dev.headroom.verdicts.Ending;
import dev.headroom.verdicts.Objective;
import dev.headroom.verdicts.ReplicaTransition;
import dev.headroom.verdicts.RunDecision;
import dev.headroom.verdicts.RunEvent;
import dev.headroom.verdicts.RunPlan;
import dev.headroom.verdicts.RunPlan.Expectations;
import dev.headroom.verdicts.RunPlan.Scaling;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.RunRecord.Machine;
import dev.headroom.verdicts.Telemetry;
import dev.headroom.verdicts.TelemetrySample;
import dev.headroom.verdicts.TelemetrySample.Cpu;
import dev.headroom.verdicts.TelemetrySample.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoublePredicate;

/// A whole run in virtual time: the demo's programme over the shipped trace, a queue for the service, and the real
/// autoscaler deciding each second over what a metrics path would have told it.
final class SimulatedRun {

    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    static final double OBJECTIVE = 0.35;
    static final Machine MACHINE =
            new Machine(2, 8L << 30, "Temurin 25.0.3+9", "Linux 6.1", "cgroup v2 (cpu.max, memory.max)");

    /// What a run is like.
    ///
    /// @param stopAfter seconds after which it is interrupted; the whole programme when longer
    /// @param blind seconds in which the metrics path is broken
    /// @param stalls seconds in which the machine is too starved to decide and to measure
    record Knobs(
            QueueModel.Settings service,
            int maxReplicas,
            double stopAfter,
            DoublePredicate blind,
            DoublePredicate stalls) {

        static final Knobs GOOD = new Knobs(
                new QueueModel.Settings(6, 0.1, 160, false), 12, Double.POSITIVE_INFINITY, _ -> false, _ -> false);

        /// Too few replicas, too slow to start.
        static final Knobs OVERLOADED = GOOD.maxReplicas(5).service(new QueueModel.Settings(25, 0.1, 60, false));

        /// Whatever a replica works on when it is taken away is lost.
        static final Knobs BREAKS_ON_DRAIN = GOOD.service(new QueueModel.Settings(6, 0.1, 160, true));

        /// From 1:00 to 1:50 the metrics endpoint is gone.
        static final Knobs BLIND = GOOD.blind(second -> second > 60 && second < 110);

        /// From 1:00 to 1:40 the machine has time for a seventh of what is due.
        static final Knobs STARVED = GOOD.stalls(second -> second > 60 && second < 100 && second % 7 != 0);

        static final Knobs INTERRUPTED = GOOD.stopAfter(104);

        Knobs service(QueueModel.Settings other) {
            return new Knobs(other, maxReplicas, stopAfter, blind, stalls);
        }

        Knobs maxReplicas(int most) {
            return new Knobs(service, most, stopAfter, blind, stalls);
        }

        Knobs stopAfter(double seconds) {
            return new Knobs(service, maxReplicas, seconds, blind, stalls);
        }

        Knobs blind(DoublePredicate when) {
            return new Knobs(service, maxReplicas, stopAfter, when, stalls);
        }

        Knobs stalls(DoublePredicate when) {
            return new Knobs(service, maxReplicas, stopAfter, blind, when);
        }
    }

    private final Knobs knobs;
    private final Programme programme = Programme.demo(Duration.ofMinutes(4), 12, 56);
    private final Autoscaler autoscaler;
    private final RunPlan plan;
    private final Telemetry telemetry;
    private final QueueModel model;
    private final ArrayDeque<List<QueueModel.Ended>> window = new ArrayDeque<>();
    private final ArrayDeque<Integer> inFlight = new ArrayDeque<>();
    private final ArrayDeque<Double> work = new ArrayDeque<>();
    private final List<QueueModel.Ended> all = new ArrayList<>();
    private final List<QueueModel.Ended> unseen = new ArrayList<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final List<LoadFailure> failures = new ArrayList<>();
    private Memory memory = Memory.start();
    private int desired = 3;
    private double arrivals;
    private double arrivalsBefore;
    private long late;
    private long decisions;

    private SimulatedRun(Knobs knobs, long seed) {
        this.knobs = knobs;
        this.autoscaler = autoscaler(knobs.maxReplicas());
        this.plan = plan(programme, knobs.maxReplicas());
        this.telemetry = new Telemetry(plan, START);
        this.model = new QueueModel(knobs.service(), seed, (replica, kind) ->
                telemetry.replica(new ReplicaTransition(time(now()), replica, kind)));
    }

    private static Autoscaler autoscaler(int maxReplicas) {
        var manifest =
                """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata:
              name: inference
            spec:
              scaleTargetRef:
                name: inference
              minReplicaCount: 3
              maxReplicaCount: MAX
              triggers:
                - type: prometheus
                  name: p95
                  metricType: Value
                  metadata:
                    serverAddress: http://127.0.0.1:9095
                    query: |
                      histogram_quantile(0.95, sum by (le) (
                        rate(http_request_duration_seconds_bucket{service="inference"}[10s])))
                    threshold: "0.350"
                - type: prometheus
                  name: in-flight
                  metadata:
                    serverAddress: http://127.0.0.1:9095
                    query: sum(avg_over_time(http_requests_in_flight{service="inference"}[5s]))
                    threshold: "2"
                - type: cpu
                  metricType: Utilization
                  metadata:
                    value: "80"
              advanced:
                horizontalPodAutoscalerConfig:
                  behavior:
                    scaleUp:
                      stabilizationWindowSeconds: 0
                      policies: [{type: Pods, value: 3, periodSeconds: 5}]
                    scaleDown:
                      stabilizationWindowSeconds: 20
                      policies: [{type: Pods, value: 2, periodSeconds: 5}]
            """;
        var text = manifest.replace("MAX", Integer.toString(maxReplicas));
        var cluster = ClusterView.of(new ClusterView.Workload(3, List.of()));
        return Autoscaler.of(Manifest.read("scaledobject.yaml", text).getFirst(), cluster)
                .orElseThrow();
    }

    static RunPlan plan(Programme programme, int maxReplicas) {
        return new RunPlan(
                "demo of default/inference",
                "recorded gaps at announced rates (azure-llm-conv), POST /predict",
                programme.phases(),
                new Objective(0.95, Duration.ofMillis(350), 0.01),
                new Scaling("default/inference", 3, maxReplicas, Duration.ofSeconds(1)),
                new Expectations(6, Duration.ofSeconds(3), 0.2));
    }

    static RunRecord of(Knobs knobs) {
        return new SimulatedRun(knobs, 7).record();
    }

    private double now() {
        return model.now();
    }

    private static Instant time(double seconds) {
        return START.plusNanos(Math.round(seconds * 1e9));
    }

    private RunRecord record() {
        double end = Math.min(knobs.stopAfter(), 240);
        var cursor = programme.arrivals().cursor();
        for (long at = cursor.next(); at != Arrivals.Cursor.END && at / 1e9 < end; at = cursor.next()) {
            double due = at / 1e9;
            model.arrive(due);
            model.at(due, () -> arrivals++);
        }
        model.begin(3);
        for (int second = 1; second <= end; second++) {
            model.run(second);
            unseen.addAll(model.ended());
            if (knobs.stalls().test(second)) {
                late += 3;
                continue;
            }
            measure();
            decide();
        }
        model.run(end + 1);
        unseen.addAll(model.ended());
        boolean whole = end >= 240;
        var ending = whole ? new Ending.Completed() : new Ending.Interrupted();
        return telemetry.record(time(end + (whole ? 0.4 : 0)), ending, Optional.of(snapshot(end)), MACHINE);
    }

    private void measure() {
        var second = List.copyOf(unseen);
        unseen.clear();
        window.addLast(second);
        if (window.size() > 10) {
            window.removeFirst();
        }
        inFlight.addLast(model.inFlight());
        if (inFlight.size() > 5) {
            inFlight.removeFirst();
        }
        work.addLast(model.work() * 0.1);
        if (work.size() > 15) {
            work.removeFirst();
        }
        second.forEach(this::count);
        long ok = second.stream().filter(each -> each.outcome() == Outcome.OK).count();
        long slow = second.stream()
                .filter(each -> each.outcome() == Outcome.OK && each.latency() > OBJECTIVE)
                .count();
        var times = Latency.of(second);
        var loadSecond = new LoadSecond(
                time(now()),
                Math.round(arrivals - arrivalsBefore),
                ok,
                OptionalLong.of(slow),
                second.size() - ok,
                times.p50(),
                times.p95(),
                times.p99(),
                model.inFlight(),
                0);
        arrivalsBefore = arrivals;
        telemetry.second(
                loadSecond,
                snapshot(now()),
                new Telemetry.Seen(
                        new Replicas(desired, model.existing(), model.ready().size()),
                        new Cpu(work.getLast(), 0.1),
                        knobs.blind().test(now()) ? Double.NaN : recent().p95() * 0.97));
    }

    private void count(QueueModel.Ended ended) {
        all.add(ended);
        outcomes.merge(ended.outcome(), 1L, Long::sum);
        if (ended.outcome().failed()) {
            failures.add(new LoadFailure(
                    time(ended.due()), time(ended.at()), ended.outcome(), "POST http://127.0.0.1:8000/predict",
                    ended.outcome() == Outcome.RESET ? "Connection reset by peer" : "status 429"));
        }
    }

    private LoadSnapshot snapshot(double at) {
        long answered = all.size() - outcomes.getOrDefault(Outcome.RESET, 0L);
        return new LoadSnapshot(
                START,
                new LoadSnapshot.State(Duration.ofNanos(Math.round(at * 1e9)), model.inFlight(), 0, false),
                new LoadSnapshot.Counts(
                        Math.round(arrivals), Math.round(arrivals), answered, new HashMap<>(outcomes), new HashMap<>()),
                new LoadSnapshot.Measured(
                        0, 0, recent(), Latency.of(all),
                        new Lateness(late, Duration.ofMillis(10), Duration.ofMillis(late == 0 ? 3 : 1400), 0)),
                failures);
    }

    private Latencies recent() {
        return Latency.of(window.stream().flatMap(List::stream).toList());
    }

    private void decide() {
        var signals = new HashMap<String, Signal>();
        if (knobs.blind().test(now())) {
            var why = "no sample of http_request_duration_seconds_bucket for 9.0 s: the scrape of 127.0.1.3:8000"
                    + " answers 404 Not Found";
            signals.put("s0-prometheus", new Signal.Absent(why));
            signals.put("s1-prometheus", new Signal.Stale(Duration.ofSeconds(9)));
        } else {
            double p95 = recent().p95();
            signals.put("s0-prometheus", Double.isNaN(p95)
                    ? new Signal.NotANumber("NaN")
                    : new Signal.Value(p95, Duration.ofMillis(700)));
            signals.put("s1-prometheus", new Signal.Value(
                    inFlight.stream().mapToInt(Integer::intValue).average().orElse(0), Duration.ofMillis(400)));
        }
        var seen = new Observation(
                time(now() + 0.05),
                new ScaleTarget.Scale(desired, model.existing(), "app=inference"),
                pods(),
                usage(),
                signals);
        var outcome = Decider.decide(autoscaler, seen, memory).applied();
        memory = outcome.memory();
        telemetry.decided(new RunDecision(++decisions, outcome.record()));
        int wanted = outcome.record().desiredReplicas().orElse(desired);
        if (wanted != desired) {
            telemetry.happened(new RunEvent(
                    time(now() + 0.05), "Autoscaler", "inference", "SuccessfulRescale", "New size: " + wanted));
            desired = wanted;
            model.scaleTo(desired);
        }
    }

    private List<ScaleTarget.Usage> usage() {
        double cores = work.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        long each = Math.round(cores * 1000 / Math.max(1, model.ready().size()));
        return model.ready().stream()
                .map(name -> new ScaleTarget.Usage(
                        name, time(now() - 0.5), Duration.ofSeconds(15), Map.of("inference", Map.of("cpu", each))))
                .toList();
    }

    private List<Pod> pods() {
        var longAgo = START.minus(Duration.ofHours(1));
        return model.ready().stream()
                .map(name -> new Pod(
                        name,
                        Labels.of("app", "inference"),
                        "127.0.1.3",
                        Pod.Phase.RUNNING,
                        longAgo,
                        Optional.of(longAgo),
                        Optional.of(new Pod.Ready("True", longAgo)),
                        Optional.empty(),
                        List.of(new Pod.Container("inference", false, Map.of("cpu", 100L), Map.of("cpu", 100L)))))
                .toList();
    }

    /// Percentiles of what has a latency.
    private static final class Latency {

        private Latency() {}

        static Latencies of(List<QueueModel.Ended> ended) {
            var sorted = ended.stream()
                    .filter(each -> each.outcome() != Outcome.RESET)
                    .mapToDouble(QueueModel.Ended::latency)
                    .sorted()
                    .toArray();
            if (sorted.length == 0) {
                return new Latencies(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
            }
            double mean = ended.stream().mapToDouble(QueueModel.Ended::latency).average().orElse(Double.NaN);
            return new Latencies(
                    sorted.length, mean, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
        }

        private static double at(double[] sorted, double quantile) {
            return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
        }
    }
}

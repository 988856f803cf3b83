package dev.headroom.autoscaler;

import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.keda.ClusterView;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A target of ready replicas with its autoscaler, told step by step: `at(30).signal("s0-prometheus", 0.6).decide()`.
/// What is decided happens at once.
final class Story {

    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    private static final ClusterView CLUSTER = ClusterView.of(new ClusterView.Workload(1, List.of()));

    private final Autoscaler autoscaler;
    private final Map<String, Signal> signals = new HashMap<>();
    private final Map<String, Map<String, Signal>> podSignals = new HashMap<>();
    private final Map<String, Served> served = new HashMap<>();
    private Optional<Long> cpuMilli = Optional.empty();
    private int replicas;
    private Instant now = START;
    private Memory memory = Memory.start();

    private Story(Autoscaler autoscaler, int replicas) {
        this.autoscaler = autoscaler;
        this.replicas = replicas;
    }

    static Story of(String manifest, int replicas) {
        return of(autoscaler(manifest), replicas);
    }

    static Story of(Autoscaler autoscaler, int replicas) {
        return new Story(autoscaler, replicas);
    }

    static Autoscaler autoscaler(String manifest) {
        return Autoscaler.of(Manifest.read("story.yaml", manifest).getFirst(), CLUSTER).orElseThrow();
    }

    Story at(long seconds) {
        now = START.plusSeconds(seconds);
        return this;
    }

    Story at(Duration sinceStart) {
        now = START.plus(sinceStart);
        return this;
    }

    Story signal(String metric, double value) {
        return signal(metric, new Signal.Value(value, Duration.ofSeconds(1)));
    }

    Story signal(String metric, Signal signal) {
        signals.put(metric, signal);
        return this;
    }

    /// From now on nobody asks: what was heard last stays known.
    Story unasked(String metric) {
        signals.remove(metric);
        return this;
    }

    Story podSignal(String metric, double eachPod) {
        var values = new HashMap<String, Signal>();
        pods().forEach(pod -> values.put(pod.name(), new Signal.Value(eachPod, Duration.ZERO)));
        podSignals.put(metric, values);
        return this;
    }

    /// What an adapter answers.
    Story served(String metric, Served answer, Signal signal) {
        served.put(metric, answer);
        return signal(metric, signal);
    }

    /// What every replica uses of its 100m of CPU.
    Story cpu(long milli) {
        cpuMilli = Optional.of(milli);
        return this;
    }

    int replicas() {
        return replicas;
    }

    Story replicas(int count) {
        replicas = count;
        return this;
    }

    Memory memory() {
        return memory;
    }

    Outcome decide() {
        return decide(Turn.BOTH);
    }

    Outcome decide(Turn turn) {
        var outcome = Decider.decide(autoscaler, observation(), memory, turn).applied();
        memory = outcome.memory();
        replicas = outcome.record().desiredReplicas().orElse(replicas);
        return outcome;
    }

    Observation observation() {
        var usage = new ArrayList<ScaleTarget.Usage>();
        cpuMilli.ifPresent(milli -> pods().forEach(pod -> usage.add(new ScaleTarget.Usage(
                pod.name(), now, Duration.ofSeconds(15), Map.of("app", Map.of("cpu", milli))))));
        return new Observation(
                now, new ScaleTarget.Scale(replicas, replicas, "app=web"), pods(), usage, signals, podSignals,
                Map.of(), served);
    }

    private List<Pod> pods() {
        var pods = new ArrayList<Pod>();
        for (int i = 0; i < replicas; i++) {
            pods.add(readyPod("web-" + i));
        }
        return pods;
    }

    static Pod readyPod(String name) {
        var longAgo = START.minus(Duration.ofHours(1));
        return new Pod(
                name,
                Labels.of("app", "web"),
                "127.0.0.1",
                Pod.Phase.RUNNING,
                longAgo,
                Optional.of(longAgo),
                Optional.of(new Pod.Ready("True", longAgo)),
                Optional.empty(),
                List.of(new Pod.Container("app", false, Map.of("cpu", 100L), Map.of())));
    }
}

package dev.headroom.processes;

import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.model.Labels;
import dev.headroom.model.ScaleTargetRef;
import dev.headroom.workloads.ContainerSpec;
import dev.headroom.workloads.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A Deployment as a scale target: how many pods it should have, and those it has. What it is asked for may come from
/// any thread; its pods are owned by the loop.
final class DeploymentScale implements ScaleTarget {

    private final Deployment deployment;
    private final String replicaSet;
    private final ControlLoop loop;
    private final Map<String, LivePod> pods = new LinkedHashMap<>();
    private int announced;
    private volatile int specReplicas;

    DeploymentScale(Deployment deployment, ControlLoop loop) {
        this.deployment = deployment;
        this.loop = loop;
        this.replicaSet = Naming.replicaSet(deployment.ref().name(), deployment.template());
        this.specReplicas = deployment.replicas();
    }

    // Any thread.

    @Override
    public ScaleTargetRef ref() {
        return deployment.ref();
    }

    @Override
    public Scale scale() {
        int existing = (int) own().filter(pod -> pod.deletionTimestamp().isEmpty()).count();
        return new Scale(specReplicas, existing, deployment.selector());
    }

    @Override
    public List<Pod> pods() {
        return own().map(this::pod).toList();
    }

    @Override
    public List<Usage> usage() {
        return own().flatMap(pod -> usage(pod).stream()).toList();
    }

    @Override
    public Update scaleTo(int replicas) {
        return loop.scale(this, replicas);
    }

    int specReplicas() {
        return specReplicas;
    }

    int readyReplicas() {
        return (int) own().filter(pod -> pod.ready() && pod.deletionTimestamp().isEmpty()).count();
    }

    void specReplicas(int replicas) {
        specReplicas = replicas;
    }

    private Stream<PodStatus> own() {
        return loop.pods().stream()
                .filter(pod -> pod.deployment().equals(ref().name()) && pod.namespace().equals(ref().namespace()));
    }

    private Pod pod(PodStatus status) {
        var template = deployment.template();
        var containers = Stream.concat(
                        template.initContainers().stream().map(spec -> container(spec, true)),
                        template.containers().stream().map(spec -> container(spec, false)))
                .toList();
        var ready = status.conditions().stream()
                .filter(condition -> condition.type().equals("Ready"))
                .map(condition ->
                        new Pod.Ready(condition.status() ? "True" : "False", condition.lastTransitionTime()))
                .findFirst();
        return new Pod(
                status.name(),
                Labels.of(status.labels()),
                status.address(),
                status.phase(),
                status.creationTimestamp(),
                status.startTime(),
                ready,
                status.deletionTimestamp(),
                containers);
    }

    private static Pod.Container container(ContainerSpec spec, boolean init) {
        return new Pod.Container(spec.name(), init, spec.resources().requests(), spec.resources().limits());
    }

    /// As metrics-server reports a pod: the containers that run, all of them or the pod not at all, under the earliest
    /// of their times.
    static Optional<Usage> usage(PodStatus pod) {
        var running = pod.containers().stream()
                .filter(container -> !container.init() && container.state() instanceof ContainerStatus.State.Running)
                .toList();
        var containers = new HashMap<String, Map<String, Long>>();
        Optional<ContainerStatus.Usage> earliest = Optional.empty();
        for (var container : running) {
            if (container.usage().isEmpty()) {
                return Optional.empty();
            }
            var usage = container.usage().get();
            var resources = new HashMap<>(Map.of("cpu", usage.cpuMilli()));
            usage.memoryBytes().ifPresent(bytes -> resources.put("memory", bytes * 1000));
            containers.put(container.name(), Map.copyOf(resources));
            earliest = earliest.filter(first -> !usage.timestamp().isBefore(first.timestamp()))
                    .or(() -> Optional.of(usage));
        }
        return earliest.map(
                usage -> new Usage(pod.name(), usage.timestamp(), usage.window(), Map.copyOf(containers)));
    }

    // The loop.

    /// Makes as many pods as there should be, or ends those that are too many.
    void reconcile() {
        announce();
        var active = pods.values().stream().filter(pod -> !pod.ending()).toList();
        for (int i = active.size(); i < specReplicas; i++) {
            create();
        }
        if (active.size() > specReplicas) {
            var victims = active.stream()
                    .map(LivePod::status)
                    .sorted(VictimOrder.first())
                    .limit(active.size() - specReplicas)
                    .toList();
            for (var victim : victims) {
                loop.node().event("ReplicaSet", replicaSet, "SuccessfulDelete", "Deleted pod: " + victim.name());
                end(victim.name(), deployment.template().terminationGracePeriod());
            }
        }
    }

    private void end(String pod, Duration grace) {
        Optional.ofNullable(pods.get(pod)).ifPresent(live -> live.end(grace));
    }

    private void announce() {
        int wanted = specReplicas;
        if (wanted != announced) {
            loop.node().event(
                    "Deployment", ref().name(), "ScalingReplicaSet",
                    "Scaled " + (wanted > announced ? "up" : "down") + " replica set " + replicaSet + " from "
                            + announced
                            + " to " + wanted);
            announced = wanted;
        }
    }

    private void create() {
        var template = deployment.template();
        var labels = new HashMap<>(template.labels());
        labels.put("pod-template-hash", Naming.hash(template));
        var name = loop.naming().pod(replicaSet);
        var identity = new PodIdentity(
                ref().namespace(), name, ref().name(), loop.naming().uid(), labels);
        var pod = new LivePod(identity, template, loop.node(), new LivePod.Owner() {
            @Override
            public void changed() {
                loop.changed();
            }

            @Override
            public void changedNow() {
                loop.publish();
            }

            @Override
            public void gone(LivePod pod) {
                pods.remove(name);
                loop.changed();
                loop.podGone();
                reconcile();
            }
        });
        pods.put(name, pod);
        loop.node().event("ReplicaSet", replicaSet, "SuccessfulCreate", "Created pod: " + name);
        pod.begin();
    }

    /// Ends all pods within `grace`.
    void endAll(Duration grace) {
        var period = deployment.template().terminationGracePeriod();
        List.copyOf(pods.values()).forEach(pod -> pod.end(grace.compareTo(period) < 0 ? grace : period));
    }

    List<LivePod> live() {
        return new ArrayList<>(pods.values());
    }

    List<PodStatus> statuses() {
        return pods.values().stream()
                .map(LivePod::status)
                .sorted(Comparator.comparing(PodStatus::name))
                .toList();
    }
}

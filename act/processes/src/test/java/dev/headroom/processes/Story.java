package dev.headroom.processes;

import dev.headroom.manifests.Manifest;
import dev.headroom.timeline.VirtualTimeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A cluster in virtual time on a fake machine, for tests that tell what happens when.
final class Story implements ClusterEvents, Endpoints, Prober {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final VirtualTimeline time = new VirtualTimeline(START);
    final FakeMachine machine = new FakeMachine(time);
    final List<String> events = new ArrayList<>();
    final ControlLoop loop;

    /// What probes over the network get; may be changed while the story goes on.
    Probes.Answer answer = new Probes.Answer.Success();

    /// Completes when the requests of a pod that ends are answered.
    CompletionStage<Void> drained = CompletableFuture.completedFuture(null);

    /// The pods that served at the last update.
    List<String> serving = List.of();

    Story(String yaml) {
        this(yaml, 20);
    }

    Story(String yaml, int maxReplicas) {
        var usual = ProcessSettings.Kubelet.standard();
        var kubelet = new ProcessSettings.Kubelet(
                usual.backOff(), usual.maxBackOff(), usual.usagePeriod(), usual.usageWindow(), maxReplicas,
                usual.maxLogBytes(), usual.closeGrace());
        var settings = new ProcessSettings(
                Path.of("logs"), Path.of("/srv"), Map.of("headroom", "/opt/headroom/bin/headroom"),
                Map.of("PATH", "/bin"), 1, kubelet, ProcessSettings.Balancing.standard());
        var workloads = Workloads.of(Manifest.read("story.yaml", yaml), maxReplicas);
        loop = new ControlLoop(workloads.deployments(), settings);
        loop.start(new Node(
                "laptop", Agenda.inline(time), Runnable::run, machine, this, this, settings, this,
                Map.of("cpu", 2000L, "memory", 8_000_000_000_000L)));
        time.advance(Duration.ZERO);
    }

    /// A Deployment `web` with `replicas` pods of one container that runs `server`; `more` are lines of that container.
    static Story of(int replicas, String more) {
        return new Story(deployment(replicas, more));
    }

    static String deployment(int replicas, String more) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                spec:
                  replicas: %d
                  selector:
                    matchLabels: {app: web}
                  template:
                    metadata:
                      labels: {app: web}
                    spec:
                      terminationGracePeriodSeconds: 10
                      containers:
                        - name: main
                          command: [server]
                          ports: [{containerPort: 8000, name: http}]
                %s
                """.formatted(replicas, more.indent(10));
    }

    void pass(Duration span) {
        time.advance(span);
    }

    void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    List<PodStatus> pods() {
        return loop.pods();
    }

    PodStatus pod() {
        return pods().getFirst();
    }

    ContainerStatus container() {
        return pod().containers().getFirst();
    }

    DeploymentScale target() {
        return loop.targets().getFirst();
    }

    List<String> names() {
        return pods().stream().map(PodStatus::name).toList();
    }

    /// The reasons of all events so far, in order.
    List<String> reasons() {
        return events.stream().map(event -> event.split(" ")[0]).toList();
    }

    @Override
    public void event(Instant at, boolean warning, String kind, String object, String reason, String message) {
        events.add(reason + " " + kind + " " + object + ": " + message);
    }

    @Override
    public void podsChanged() {
        // The tests look at the pods.
    }

    @Override
    public void update(List<PodStatus> pods) {
        serving = pods.stream()
                .filter(pod -> pod.ready() && pod.deletionTimestamp().isEmpty())
                .map(PodStatus::name)
                .toList();
    }

    @Override
    public CompletionStage<Void> drained(String namespace, String pod) {
        if (serving.contains(pod)) {
            throw new IllegalStateException(pod + " still gets requests");
        }
        return drained;
    }

    @Override
    public Map<String, String> links(String namespace) {
        return Map.of("WEB_SERVICE_HOST", "127.95.255.1");
    }

    @Override
    public void ask(Question question) {
        var now = answer;
        time.after(Duration.ofMillis(5), () -> question.answer().accept(now));
    }
}

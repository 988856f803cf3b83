package dev.headroom.decisiontest;

import dev.headroom.decisiontest.DecisionScript.Statement;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Workload;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.manifests.Field;
import dev.headroom.model.Labels;
import dev.headroom.model.Quantity;
import dev.headroom.model.ScaleTargetRef;
import dev.headroom.promqltest.SeriesLine;
import dev.headroom.promqltest.SeriesValue;
import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The replicas of a script: they come and go as they are asked for, and are ready after a fixed time. They are called
/// after the workload, `web-0`, `web-1`, ..., and the one with the highest number goes first.
final class ScriptedTarget implements ScaleTarget {

    private static final String NAME = "__name__";

    private final ScaleTargetRef ref;
    private final Optional<Workload> workload;
    private final Timeline timeline;
    private final Duration startUp;
    private final List<Statement.Usage> usage;
    private final List<Instant> created = new ArrayList<>();

    /// @param workload where the pods' labels and requests come from; without one they have a label `app` and no
    /// requests
    /// @param replicas at the start, ready for a long time
    ScriptedTarget(
            ScaleTargetRef ref, Optional<Workload> workload, int replicas, Conditions conditions) {
        this.ref = ref;
        this.workload = workload;
        this.timeline = conditions.timeline();
        this.startUp = conditions.startUp();
        this.usage = conditions.usage();
        for (int i = 0; i < replicas; i++) {
            created.add(timeline.now().minus(Duration.ofHours(1)));
        }
    }

    /// What pods live under.
    record Conditions(Timeline timeline, Duration startUp, List<Statement.Usage> usage) {
        Conditions {
            usage = List.copyOf(usage);
        }
    }

    int replicas() {
        return created.size();
    }

    @Override
    public ScaleTargetRef ref() {
        return ref;
    }

    @Override
    public Scale scale() {
        var selector = labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
        return new Scale(created.size(), created.size(), selector);
    }

    @Override
    public Update scaleTo(int replicas) {
        while (created.size() > replicas) {
            created.removeLast();
        }
        while (created.size() < replicas) {
            created.add(timeline.now());
        }
        return new Update.Accepted();
    }

    @Override
    public List<Pod> pods() {
        var pods = new ArrayList<Pod>();
        var labels = Labels.builder();
        labels().forEach(labels::set);
        for (int i = 0; i < created.size(); i++) {
            var since = created.get(i);
            boolean ready = !timeline.now().isBefore(since.plus(startUp));
            pods.add(new Pod(
                    ref.name() + "-" + i,
                    labels.build(),
                    "",
                    Pod.Phase.RUNNING,
                    since,
                    Optional.of(since),
                    Optional.of(new Pod.Ready(ready ? "True" : "False", ready ? since.plus(startUp) : since)),
                    Optional.empty(),
                    containers()));
        }
        return pods;
    }

    private Map<String, String> labels() {
        return workload.map(Workload::podLabels).filter(labels -> !labels.isEmpty()).orElse(Map.of("app", ref.name()));
    }

    private List<Pod.Container> containers() {
        return workload.map(each -> each.containers().stream()
                        .map(container -> new Pod.Container(
                                Peek.text(container, "name").orElse("app"),
                                false,
                                requests(container),
                                amounts(container, "limits")))
                        .toList())
                .orElse(List.of(new Pod.Container("app", false, Map.of(), Map.of())));
    }

    /// A limit is a request where none is written, as for the API server.
    private static Map<String, Long> requests(Field container) {
        var requests = new HashMap<>(amounts(container, "limits"));
        requests.putAll(amounts(container, "requests"));
        return requests;
    }

    private static Map<String, Long> amounts(Field container, String kind) {
        var amounts = new HashMap<String, Long>();
        Peek.texts(container, "resources", kind).forEach((resource, text) -> Quantity.tryParse(text)
                .ifPresent(quantity -> amounts.put(resource, quantity.milliValue())));
        return amounts;
    }

    @Override
    public List<Usage> usage() {
        var readings = new ArrayList<Usage>();
        var containers = containers();
        for (int i = 0; i < created.size(); i++) {
            var pod = ref.name() + "-" + i;
            var used = new HashMap<String, Map<String, Long>>();
            for (var resource : List.of("cpu", "memory")) {
                percent(resource, pod).ifPresent(percent -> containers.forEach(container -> {
                    var request = container.requests().get(resource);
                    if (request != null) {
                        used.computeIfAbsent(container.name(), _ -> new HashMap<>())
                                .put(resource, Math.round(request * percent / 100));
                    }
                }));
            }
            if (!used.isEmpty()) {
                readings.add(new Usage(pod, timeline.now(), Duration.ofSeconds(15), used));
            }
        }
        return readings;
    }

    /// What a pod uses of its request now; a series of that pod before one of all pods.
    private Optional<Double> percent(String resource, String pod) {
        return value(resource, pod).or(() -> value(resource, ""));
    }

    private Optional<Double> value(String resource, String pod) {
        for (var statement : usage) {
            for (var line : statement.series()) {
                if (isOf(line, resource, pod)) {
                    var value = at(line, statement.step());
                    if (value.isPresent()) {
                        return value;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(SeriesLine line, String resource, String pod) {
        return line.labels().value(NAME).equals(resource) && line.labels().value("pod").equals(pod);
    }

    private Optional<Double> at(SeriesLine line, Duration step) {
        long index = timeline.now().toEpochMilli() / step.toMillis();
        return index < line.values().size()
                        && line.values().get((int) index) instanceof SeriesValue.Sample(var number)
                ? Optional.of(number)
                : Optional.empty();
    }
}

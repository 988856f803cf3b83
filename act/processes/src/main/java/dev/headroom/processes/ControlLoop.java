package dev.headroom.processes;

import dev.headroom.hpa.ScaleTarget.Update;
import dev.headroom.machine.ProcessGroup;
import dev.headroom.machine.Reading;
import dev.headroom.timeline.Timeline.Scheduled;
import dev.headroom.workloads.Deployment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns all pods: makes them as many as they should be, measures them, and hands out snapshots. Everything that changes
/// pods happens on the agenda of its node.
final class ControlLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

    private final ProcessSettings settings;
    private final Naming naming;
    private final List<DeploymentScale> targets;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile List<PodStatus> pods = List.of();
    private volatile boolean closing;
    private volatile Optional<Node> place = Optional.empty();
    private Optional<Scheduled> measuring = Optional.empty();
    private boolean publishing;
    private boolean measuringNow;

    ControlLoop(List<Deployment> deployments, ProcessSettings settings) {
        this.settings = settings;
        this.naming = new Naming(settings.seed());
        this.targets = deployments.stream()
                .map(deployment -> new DeploymentScale(deployment, this))
                .toList();
    }

    // Any thread.

    List<DeploymentScale> targets() {
        return targets;
    }

    /// The newest snapshot, sorted by name.
    List<PodStatus> pods() {
        return pods;
    }

    /// Until now there were no pods, though there may have been wishes.
    void start(Node node) {
        place = Optional.of(node);
        node.agenda().execute(() -> {
            var period = settings.kubelet().usagePeriod();
            measuring = Optional.of(node.agenda().every(period, period, this::measure));
            targets.forEach(DeploymentScale::reconcile);
        });
    }

    Update scale(DeploymentScale target, int replicas) {
        if (replicas < 0) {
            return new Update.Refused("expected 0 or more replicas, got " + replicas);
        }
        synchronized (targets) {
            if (closing) {
                return new Update.Refused("everything is being stopped");
            }
            int others = targets.stream()
                    .filter(each -> each != target)
                    .mapToInt(DeploymentScale::specReplicas)
                    .sum();
            int max = settings.kubelet().maxReplicas();
            if (replicas > max - others) {
                return new Update.Refused("limit exceeded: replicas per machine: expected at most " + max
                        + ", got " + ((long) others + replicas) 
                        + (others > 0 ? ", " + others + " of other Deployments" : ""));
            }
            target.specReplicas(replicas);
        }
        place.ifPresent(node -> node.agenda().execute(() -> {
            if (!closing) {
                target.reconcile();
            }
        }));
        return new Update.Accepted();
    }

    /// Ends all pods, each within its grace period and `grace`.
    ///
    /// @return completes when none is left
    CompletableFuture<Void> end(Duration grace) {
        synchronized (targets) {
            closing = true;
            targets.forEach(target -> target.specReplicas(0));
        }
        if (place.isEmpty()) {
            ended.complete(null);
            return ended;
        }
        node().agenda().execute(() -> {
            measuring.ifPresent(Scheduled::cancel);
            targets.forEach(target -> target.endAll(grace));
            podGone();
        });
        return ended;
    }

    // The loop.

    Node node() {
        return place.orElseThrow();
    }

    Naming naming() {
        return naming;
    }

    void podGone() {
        if (closing && targets.stream().allMatch(target -> target.live().isEmpty())) {
            publish();
            ended.complete(null);
        }
    }

    /// A snapshot will be due when what is happening now has happened.
    void changed() {
        if (!publishing) {
            publishing = true;
            node().agenda().execute(() -> {
                if (publishing) {
                    publish();
                }
            });
        }
    }

    void publish() {
        publishing = false;
        snapshot();
        node().endpoints().update(pods);
        node().events().podsChanged();
    }

    private void snapshot() {
        var all = new ArrayList<PodStatus>();
        targets.forEach(target -> all.addAll(target.statuses()));
        all.sort(Comparator.comparing(PodStatus::name));
        pods = List.copyOf(all);
    }

    private record Measured(LiveContainer container, Reading reading) {}

    private record Measurable(LiveContainer container, Optional<ProcessGroup> group, ContainerLog log) {}

    private void measure() {
        if (measuringNow) {
            return;
        }
        measuringNow = true;
        var all = new ArrayList<Measurable>();
        for (var target : targets) {
            for (var pod : target.live()) {
                pod.all().forEach(container -> all.add(new Measurable(
                        container, container.measurable(), new ContainerLog(container.status().log()))));
            }
        }
        node().background().execute(() -> {
            var measured = new ArrayList<Measured>();
            all.forEach(each -> {
                each.group().flatMap(ProcessGroup::reading)
                        .ifPresent(reading -> measured.add(new Measured(each.container(), reading)));
                trim(each.log());
            });
            node().agenda().execute(() -> {
                measuringNow = false;
                var now = node().agenda().now();
                measured.forEach(each -> each.container().measured(now, each.reading()));
                snapshot();
            });
        });
    }

    private void trim(ContainerLog log) {
        try {
            log.trim(settings.kubelet().maxLogBytes());
        } catch (IOException failure) {
            LOG.warn("cannot keep {} below its limit: {}", log.file(), failure.toString());
        }
    }
}

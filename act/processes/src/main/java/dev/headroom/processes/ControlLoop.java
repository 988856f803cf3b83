package dev.headroom.processes;

import dev.headroom.hpa.ScaleTarget.Update;
import dev.headroom.workloads.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Owns all pods: makes them as many as they should be, measures them, and hands out snapshots. Everything that changes
/// pods happens on the agenda of its node.
final class ControlLoop {

    private final int maxReplicas;
    private final Naming naming;
    private final List<DeploymentScale> targets;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile List<PodStatus> pods = List.of();
    private volatile boolean closing;
    private volatile Optional<Node> place = Optional.empty();
    private Optional<Measuring> measuring = Optional.empty();
    private boolean publishing;

    ControlLoop(List<Deployment> deployments, ProcessSettings settings) {
        this.maxReplicas = settings.kubelet().maxReplicas();
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
            measuring = Optional.of(new Measuring(node, this::live, this::snapshot));
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
            int max = maxReplicas;
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
            measuring.ifPresent(Measuring::end);
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

    private List<LivePod> live() {
        return targets.stream().flatMap(target -> target.live().stream()).toList();
    }

    void podGone() {
        if (closing && live().isEmpty()) {
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
}

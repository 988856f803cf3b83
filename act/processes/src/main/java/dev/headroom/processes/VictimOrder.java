package dev.headroom.processes;

import dev.headroom.hpa.Pod.Phase;
import java.time.Instant;
import java.util.Comparator;

/// Which pods go first when there are too many, as the ReplicaSet controller chooses: those that do not serve yet, the
/// cheapest to delete, those that became ready last, those that restarted most, the newest.
///
/// Kubernetes compares times only by their magnitude, and leaves the rest to chance; here they are compared exactly.
/// Source: Kubernetes docs, "ReplicaSet: Scaling a ReplicaSet".
final class VictimOrder {

    static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private VictimOrder() {}

    /// The first of the order is the first to go.
    static Comparator<PodStatus> first() {
        return Comparator.comparing((PodStatus pod) -> pod.phase() == Phase.RUNNING)
                .thenComparing(PodStatus::ready)
                .thenComparingInt(VictimOrder::deletionCost)
                .thenComparing(VictimOrder::readySince, Comparator.reverseOrder())
                .thenComparing(Comparator.comparingInt(PodStatus::restarts).reversed())
                .thenComparing(PodStatus::creationTimestamp, Comparator.reverseOrder())
                .thenComparing(PodStatus::name);
    }

    /// A cost that is no number counts as none.
    private static int deletionCost(PodStatus pod) {
        var cost = pod.annotations().getOrDefault(DELETION_COST, "0");
        return cost.matches("-?\\d{1,9}") ? Integer.parseInt(cost) : 0;
    }

    private static Instant readySince(PodStatus pod) {
        return pod.conditions().stream()
                .filter(condition -> condition.type().equals("Ready") && condition.status())
                .map(PodStatus.Condition::lastTransitionTime)
                .findFirst()
                .orElse(Instant.MIN);
    }
}

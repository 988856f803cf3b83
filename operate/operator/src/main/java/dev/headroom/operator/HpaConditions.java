package dev.headroom.operator;

import dev.headroom.hpa.Condition;
import dev.headroom.kubernetes.PodReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The conditions of a HorizontalPodAutoscaler as they stand in the cluster.
final class HpaConditions {

    private HpaConditions() {}

    static List<Condition> of(Held hpa) {
        return hpa.json().path("status").path("conditions").valueStream()
                .map(each -> new Condition(
                        each.path("type").asString(""),
                        each.path("status").asString("Unknown"),
                        PodReader.instant(each.path("lastTransitionTime")).orElse(Instant.EPOCH),
                        each.path("reason").asString(""),
                        each.path("message").asString("")))
                .toList();
    }

    static Optional<Condition> active(Held hpa) {
        return Condition.find(of(hpa), "ScalingActive");
    }
}

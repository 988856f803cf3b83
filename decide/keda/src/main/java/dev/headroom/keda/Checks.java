package dev.headroom.keda;

import dev.headroom.triggers.GoText;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The checks that admission and reconcile share.
final class Checks {

    private static final Set<String> UNCACHED = Set.of("cpu", "memory", "cron");

    private Checks() {}

    /// A written minimum of 0 counts as 1 here, so that `idleReplicaCount: 0` asks for a written minimum.
    static Optional<String> replicaBounds(ScaledObject object) {
        var counts = object.counts();
        int min = counts.min().isPresent() ? counts.hpaMin() : 0;
        if (min > counts.hpaMax()) {
            return Optional.of(
                    "MinReplicaCount=" + min + " must be less than MaxReplicaCount=" + counts.hpaMax());
        }
        return counts.idle()
                .filter(idle -> idle >= min)
                .map(idle -> "IdleReplicaCount=" + idle + " must be less than MinReplicaCount=" + min);
    }

    static Optional<String> triggers(ScaledObject object) {
        if (object.triggers().isEmpty()) {
            return Optional.of("no triggers defined in the ScaledObject/ScaledJob");
        }
        var names = new HashSet<String>();
        for (var trigger : object.triggers()) {
            if (trigger.useCachedMetrics() && UNCACHED.contains(trigger.type())) {
                return Optional.of("property \"useCachedMetrics\" is not supported for "
                        + GoText.quoted(trigger.type()) + " scaler");
            }
            if (!trigger.name().isEmpty() && !names.add(trigger.name())) {
                return Optional.of("triggerName " + GoText.quoted(trigger.name())
                        + " is defined multiple times in the ScaledObject/ScaledJob, but it must be unique");
            }
        }
        return Optional.empty();
    }

    static Optional<String> fallback(ScaledObject object) {
        if (object.fallback().isEmpty()) {
            return Optional.empty();
        }
        var fallback = object.fallback().get();
        if (fallback.failureThreshold() < 0 || fallback.replicas() < 0) {
            return Optional.of("FailureThreshold=" + fallback.failureThreshold() + " & Replicas="
                    + fallback.replicas() + " must both be greater than or equal to 0");
        }
        return object.advanced().modifiers().isEmpty() && object.hasOnlyResources()
                ? Optional.of("at least one trigger (that is not cpu or memory) has to have the `AverageValue` type for"
                        + " the fallback to be enabled")
                : Optional.empty();
    }
}

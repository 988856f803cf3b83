package dev.headroom.keda;

import dev.headroom.hpa.Condition;
import java.time.Instant;
import java.util.Optional;

/// What is seen of the target and of the generated autoscaler at one instant.
///
/// @param readyPods how many pods of the target run and are ready
/// @param scalingActive that condition of the generated autoscaler; empty where it has not reported one
public record Situation(Instant now, Replicas replicas, int readyPods, Optional<Condition> scalingActive) {

    /// The replica count of the target.
    public sealed interface Replicas {

        record Count(int count) implements Replicas {}

        /// @param error why it cannot be read
        record Unreadable(String error) implements Replicas {}
    }

    boolean hpaIsScaling() {
        return scalingActive.map(each -> each.status().equals(Conditions.TRUE)).orElse(false);
    }
}

package dev.headroom.keda;

import dev.headroom.triggers.Trigger;
import java.util.Map;
import java.util.Optional;

/// A trigger as it is written; what its settings mean is known once it is built into a [Trigger].
///
/// @param index its place among the triggers, from 0
/// @param name what people and formulas call it; empty when it has no name
/// @param useCachedMetrics whether the autoscaler is answered from the last poll
/// @param metricType empty when it is not written
public record TriggerSpec(
        int index,
        String type,
        String name,
        boolean useCachedMetrics,
        Map<String, String> metadata,
        Optional<AuthenticationRef> authenticationRef,
        String metricType) {

    public TriggerSpec {
        metadata = Map.copyOf(metadata);
    }

    /// The credentials that a trigger uses.
    ///
    /// @param kind `TriggerAuthentication` or `ClusterTriggerAuthentication`
    public record AuthenticationRef(String name, String kind) {}

    /// The same with other settings.
    public TriggerSpec with(Map<String, String> settings) {
        return new TriggerSpec(index, type, name, useCachedMetrics, settings, authenticationRef, metricType);
    }

    /// Whether the autoscaler reads it by itself.
    public boolean isResource() {
        return Trigger.isResource(type);
    }
}

package dev.headroom.hpa;

import java.util.Optional;

/// What one metric alone says about the number of replicas.
public sealed interface Proposal {

    MetricSpec spec();

    /// @param metric as the controller's messages call it
    /// @param text how the number came about, for people
    /// @param response what it would say at other readings, where that is one number
    record Replicas(
            MetricSpec spec,
            int count,
            String metric,
            MetricStatus.Current current,
            String text,
            Optional<Response> response)
            implements Proposal {}

    /// The metric has no number.
    ///
    /// @param reason of the condition ScalingActive and of the event
    /// @param inner what went wrong, as event and condition tell it
    /// @param error the same with the controller's words around it
    record Failed(MetricSpec spec, String reason, String inner, String error) implements Proposal {}

    default MetricStatus status() {
        return switch (this) {
            case Replicas replicas -> new MetricStatus(replicas.spec(), Optional.of(replicas.current()));
            case Failed failed -> new MetricStatus(failed.spec(), Optional.empty());
        };
    }
}

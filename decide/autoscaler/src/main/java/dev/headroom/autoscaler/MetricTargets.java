package dev.headroom.autoscaler;

import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricTarget;

/// The target of a metric, whatever its source.
final class MetricTargets {

    private MetricTargets() {}

    /// @throws IllegalArgumentException for a source that is not known
    static MetricTarget of(MetricSpec spec) {
        return switch (spec) {
            case MetricSpec.Resource resource -> resource.target();
            case MetricSpec.ContainerResource resource -> resource.target();
            case MetricSpec.Pods pods -> pods.target();
            case MetricSpec.DescribedObject object -> object.target();
            case MetricSpec.External external -> external.target();
            case MetricSpec.Unknown unknown ->
                throw new IllegalArgumentException("no source of metrics: " + unknown.type());
        };
    }
}

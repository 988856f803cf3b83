package dev.headroom.operator;

import dev.headroom.keda.MetricsServer;

/// The external metrics of ScaledObjects, as a metrics API serves them.
public interface ExternalMetrics {

    /// @param metric in any case of its letters
    /// @param scaledObject the value of the label `scaledobject.keda.sh/name` that the request selects by
    MetricsServer.Answer external(String namespace, String metric, String scaledObject);
}

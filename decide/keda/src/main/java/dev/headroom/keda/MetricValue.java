package dev.headroom.keda;

import dev.headroom.model.Quantity;

/// A number of an external metric, as the autoscaler is given it.
public record MetricValue(String metric, Quantity value) {}

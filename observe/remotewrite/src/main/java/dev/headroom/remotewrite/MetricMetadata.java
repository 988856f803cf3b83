package dev.headroom.remotewrite;

/// What a metric is.
///
/// @param type as OpenMetrics calls it, such as `counter`
public record MetricMetadata(String family, String type, String help, String unit) {}

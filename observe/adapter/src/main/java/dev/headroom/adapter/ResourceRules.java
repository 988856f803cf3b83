package dev.headroom.adapter;

import java.time.Duration;

/// `resourceRules`: where CPU and memory of pods and nodes come from.
///
/// @param window that each answer claims to speak about
public record ResourceRules(Rule cpu, Rule memory, Duration window) {

    /// @param containerLabel the label that names the container
    record Rule(MetricsQuery containers, MetricsQuery nodes, ResourceLabels labels, String containerLabel) {}
}

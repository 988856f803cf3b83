package dev.headroom.adapter;

import dev.headroom.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the resource metrics API says about one pod or node.
///
/// @param timestamp the earliest of the samples behind it
/// @param usage `cpu` and `memory` by container; of a node under the empty name
public record ResourceUsage(
        String namespace,
        String name,
        Instant timestamp,
        Duration window,
        SortedMap<String, Map<String, Quantity>> usage) {

    public ResourceUsage {
        usage = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(usage));
    }
}

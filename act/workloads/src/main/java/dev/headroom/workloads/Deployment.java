package dev.headroom.workloads;

import dev.headroom.model.ScaleTargetRef;
import java.util.Map;

/// A Deployment as written: how many pods of which template.
public record Deployment(ScaleTargetRef ref, int replicas, Map<String, String> matchLabels, PodTemplate template) {

    public Deployment {
        matchLabels = Map.copyOf(matchLabels);
    }

    /// The text form of the selector, sorted by key.
    public String selector() {
        return matchLabels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(java.util.stream.Collectors.joining(","));
    }
}

package dev.headroom.metricsapi;

import dev.headroom.adapter.ResourceUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where the numbers of the resource metrics API come from. Called on the thread of the request.
public interface Usages {

    /// The pods that run.
    ///
    /// @param namespace empty for all
    List<Metered> pods(Optional<String> namespace);

    List<Metered> nodes();

    /// The usage of a pod by container; empty when there is not enough to tell.
    Optional<ResourceUsage> ofPod(Metered pod);

    /// The usage of a node, under the empty name.
    Optional<ResourceUsage> ofNode(Metered node);

    /// Something whose usage can be asked for.
    ///
    /// @param namespace empty for nodes
    record Metered(String namespace, String name, Map<String, String> labels) {
        public Metered {
            labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }
    }
}

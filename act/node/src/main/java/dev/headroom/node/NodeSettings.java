package dev.headroom.node;

import dev.headroom.processes.ProcessSettings;
import java.time.Duration;

/// How a node is run.
///
/// @param name of the Node object
/// @param maxPods how many the scheduler may bind to it (limit `pods` of the node)
/// @param heartbeat between renewals of its lease; the kubelet's is 10 s
/// @param processes how its pods run
public record NodeSettings(String name, int maxPods, Duration heartbeat, ProcessSettings processes) {

    /// The kubelet's values.
    public NodeSettings(String name, ProcessSettings processes) {
        this(name, 110, Duration.ofSeconds(10), processes);
    }
}

package dev.headroom.processes;

import java.util.Map;

/// Which pod it is.
///
/// @param deployment the name of the Deployment it belongs to; empty when it belongs to none, or nobody here knows
/// @param labels those of the template and what the controller adds
public record PodIdentity(String namespace, String name, String deployment, String uid, Map<String, String> labels) {

    public PodIdentity {
        labels = Map.copyOf(labels);
    }
}

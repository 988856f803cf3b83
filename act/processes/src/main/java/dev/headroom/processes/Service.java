package dev.headroom.processes;

import java.util.List;
import java.util.Map;

/// A Service as written: a stable address in front of the pods that its selector matches.
///
/// @param retryNonIdempotent whether requests of any method may be sent again to another pod when the one that had them
///     died before it answered (annotation `headroom.dev/retry: non-idempotent`)
record Service(
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> selector,
        List<Port> ports,
        boolean headless,
        boolean retryNonIdempotent) {

    Service {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
    }

    String key() {
        return namespace + "/" + name;
    }

    boolean selects(String podNamespace, Map<String, String> podLabels) {
        return podNamespace.equals(namespace)
                && !selector.isEmpty()
                && podLabels.entrySet().containsAll(selector.entrySet());
    }

    /// @param name empty when the port has none
    /// @param targetPort a number, or the name of a container's port
    record Port(String name, int port, String targetPort) {}
}

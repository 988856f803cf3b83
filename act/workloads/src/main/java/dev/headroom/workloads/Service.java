package dev.headroom.workloads;

import java.util.List;
import java.util.Map;

/// A Service as written: a stable address in front of the pods that its selector matches.
///
/// @param retryNonIdempotent whether requests of any method may be sent again to another pod when the one that had them
///     died before it answered (annotation `headroom.dev/retry: non-idempotent`)
public record Service(
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> selector,
        List<Port> ports,
        boolean headless,
        boolean retryNonIdempotent) {

    public Service {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
    }

    public String key() {
        return namespace + "/" + name;
    }

    public boolean selects(String podNamespace, Map<String, String> podLabels) {
        return podNamespace.equals(namespace)
                && !selector.isEmpty()
                && podLabels.entrySet().containsAll(selector.entrySet());
    }

    /// @param name empty when the port has none
    /// @param targetPort a number, or the name of a container's port
    public record Port(String name, int port, String targetPort) {}
}

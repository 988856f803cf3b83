package dev.headroom.scrape;

import java.util.List;
import java.util.Map;

/// What discovery needs to know of a Kubernetes Service. A Service without selector has no pods of its own.
public record ServiceView(
        String name,
        String namespace,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> selector,
        List<Port> ports) {

    public ServiceView {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
    }

    /// A port of a Service. `name` is empty when it has none; `targetPort` is a number or the name of a pod's port.
    public record Port(String name, int port, String targetPort) {}

    /// The pods behind it, as its EndpointSlices list them: with an address, and not ended.
    List<PodView> behind(List<PodView> pods) {
        return pods.stream()
                .filter(this::selects)
                .filter(pod -> !pod.address().isEmpty() && !pod.phase().ended())
                .toList();
    }

    boolean selects(PodView pod) {
        return !selector.isEmpty()
                && namespace.equals(pod.namespace())
                && pod.labels().entrySet().containsAll(selector.entrySet());
    }
}

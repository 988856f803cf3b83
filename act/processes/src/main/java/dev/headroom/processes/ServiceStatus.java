package dev.headroom.processes;

import java.util.List;
import java.util.Map;

/// What one Service is doing at one instant.
///
/// @param addresses where it listens, as `host:port`, its own stable address first
/// @param notes what a person should know, such as that 127.0.0.1 was taken on its port
/// @param readyPods names of the pods that get its requests
public record ServiceStatus(
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, String> selector,
        List<Port> ports,
        List<String> addresses,
        List<String> notes,
        List<String> readyPods) {

    public ServiceStatus {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
        notes = List.copyOf(notes);
        readyPods = List.copyOf(readyPods);
    }

    /// @param name empty when the port has none
    /// @param targetPort a number, or the name of a container's port
    /// @param traffic what passed so far
    public record Port(String name, int port, String targetPort, ServiceTraffic traffic) {}
}

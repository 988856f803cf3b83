package dev.headroom.scrape;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What discovery needs to know of a pod. `address` is its IP, empty while it has none; `node` is empty while it has
/// none.
public record PodView(
        String name,
        String namespace,
        Map<String, String> labels,
        Map<String, String> annotations,
        String address,
        List<Port> ports,
        Phase phase,
        boolean ready,
        String node) {

    public PodView {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        ports = List.copyOf(ports);
    }

    /// A container port. `name` is empty when it has none. `listensOn` is the port to dial, another one than
    /// `containerPort` where pods share one address.
    public record Port(String container, String name, int containerPort, int listensOn) {}

    /// `status.phase` of a pod.
    public enum Phase {
        PENDING("Pending"),
        RUNNING("Running"),
        SUCCEEDED("Succeeded"),
        FAILED("Failed"),
        UNKNOWN("Unknown");

        private final String text;

        Phase(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        /// What the API calls it; UNKNOWN for anything else.
        static Phase of(String text) {
            return Arrays.stream(values()).filter(phase -> phase.text.equals(text)).findFirst().orElse(UNKNOWN);
        }

        boolean ended() {
            return this == SUCCEEDED || this == FAILED;
        }
    }

    /// The container port that a `targetPort` means: one with that name, or the number itself whether declared or not.
    Optional<Integer> port(String targetPort) {
        var named = ports.stream().filter(port -> port.name().equals(targetPort)).findFirst();
        if (named.isPresent()) {
            return Optional.of(named.get().containerPort());
        }
        return targetPort.matches("\\d{1,5}") ? Optional.of(Integer.valueOf(targetPort)) : Optional.empty();
    }

    /// `host:port` with the container port exchanged for the one to dial.
    String dialed(String hostAndPort) {
        for (var port : ports) {
            if (port.listensOn() != port.containerPort() && hostAndPort.equals(hostPort(port.containerPort()))) {
                return hostPort(port.listensOn());
            }
        }
        return hostAndPort;
    }

    String hostPort(int port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}

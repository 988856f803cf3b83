package dev.headroom.processes;

import dev.headroom.hpa.Pod.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What one pod is doing at one instant: the parts of a Kubernetes Pod that mean something for processes.
///
/// @param deployment the name of the Deployment it belongs to
/// @param node the name of this machine
/// @param address its IP; empty while it has none
/// @param ports the declared TCP ports of its containers
/// @param reason why it is not running well, as the STATUS column of `kubectl get pods` would say it
///     (`CrashLoopBackOff`, `OOMKilled`, `ContainerCreating`, `Init:0/1`, `Terminating`); empty when it is
/// @param restarts of all its containers
/// @param creationTimestamp when it was asked for
/// @param startTime when it got its address and its containers could begin
/// @param deletionTimestamp when its graceful end ends
/// @param containers init containers first, in the order of the manifest
public record PodStatus(
        String namespace,
        String name,
        String deployment,
        Map<String, String> labels,
        Map<String, String> annotations,
        String node,
        String address,
        List<Port> ports,
        Phase phase,
        boolean ready,
        String reason,
        int restarts,
        Instant creationTimestamp,
        Optional<Instant> startTime,
        Optional<Instant> deletionTimestamp,
        List<Condition> conditions,
        List<ContainerStatus> containers) {

    public PodStatus {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        ports = List.copyOf(ports);
        conditions = List.copyOf(conditions);
        containers = List.copyOf(containers);
    }

    /// @param name empty when the port has none
    /// @param listensOn the port to dial at the pod's address; another one than `containerPort` where pods share one
    public record Port(String container, String name, int containerPort, int listensOn) {}

    /// @param type `PodScheduled`, `Initialized`, `ContainersReady` or `Ready`
    public record Condition(String type, boolean status, Instant lastTransitionTime) {}

    /// CPU of all containers in thousandths of a core; empty before the first reading.
    public OptionalLong cpuMilli() {
        var readings = containers.stream().flatMap(container -> container.usage().stream()).toList();
        return readings.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(readings.stream().mapToLong(ContainerStatus.Usage::cpuMilli).sum());
    }

    /// The working set of all containers; empty before the first reading, and where the machine does not tell.
    public OptionalLong memoryBytes() {
        var readings = containers.stream()
                .flatMap(container -> container.usage().stream())
                .map(ContainerStatus.Usage::memoryBytes)
                .filter(OptionalLong::isPresent)
                .toList();
        return readings.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(readings.stream().mapToLong(OptionalLong::getAsLong).sum());
    }

    /// The STATUS column of `kubectl get pods`.
    public String status() {
        if (!reason.isEmpty()) {
            return reason;
        }
        return switch (phase) {
            case PENDING -> "Pending";
            case RUNNING -> "Running";
            case SUCCEEDED -> "Completed";
            case FAILED -> "Error";
            case UNKNOWN -> "Unknown";
        };
    }
}

package dev.headroom.controlplane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a control plane is made with.
///
/// @param folder for data, certificates, kubeconfigs and logs; what is in it is used again
/// @param port of the API server; 0 for a free one
/// @param users besides the administrator and the control plane's own
/// @param flags of each program besides those that make it work; a later flag overrides
/// @param durable whether etcd waits for the disk, so that the data outlives a power cut; tests need that not
public record ControlPlaneSettings(
        Path folder, int port, List<User> users, Map<Part, List<String>> flags, boolean durable) {

    public ControlPlaneSettings {
        folder = folder.toAbsolutePath().normalize();
        users = List.copyOf(users);
        flags = Map.copyOf(flags);
    }

    /// The defaults of Kubernetes, on a free port, not durable.
    public static ControlPlaneSettings in(Path folder) {
        return new ControlPlaneSettings(folder, 0, List.of(), Map.of(), false);
    }

    /// With one more user.
    public ControlPlaneSettings with(User user) {
        var more = new ArrayList<>(users);
        more.add(user);
        return new ControlPlaneSettings(folder, port, more, flags, durable);
    }

    /// With flags of a program, such as `--v=4`.
    public ControlPlaneSettings with(Part part, String... added) {
        var more = new EnumMap<Part, List<String>>(Part.class);
        more.putAll(flags);
        var all = new ArrayList<>(flags.getOrDefault(part, List.of()));
        all.addAll(List.of(added));
        more.put(part, List.copyOf(all));
        return new ControlPlaneSettings(folder, port, users, more, durable);
    }

    /// How often the HPA controller looks; 15 s in Kubernetes.
    public ControlPlaneSettings hpaSyncPeriod(Duration period) {
        return with(Part.CONTROLLER_MANAGER, "--horizontal-pod-autoscaler-sync-period=" + period.toMillis() + "ms");
    }

    /// How long the HPA controller ignores readiness and CPU of a pod that is starting; 30 s and 5 min in Kubernetes.
    public ControlPlaneSettings hpaStart(Duration readinessDelay, Duration cpuInitialization) {
        return with(
                Part.CONTROLLER_MANAGER,
                "--horizontal-pod-autoscaler-initial-readiness-delay=" + readinessDelay.toMillis() + "ms",
                "--horizontal-pod-autoscaler-cpu-initialization-period=" + cpuInitialization.toMillis() + "ms");
    }
}

package dev.headroom.workloads;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A container of a pod template: here a process of this machine.
///
/// @param argv `command` followed by `args`, not expanded yet; never empty
public record ContainerSpec(
        String name,
        List<String> argv,
        Optional<String> workingDir,
        List<EnvVariable> env,
        List<Port> ports,
        Resources resources,
        Map<ProbeType, Probe> probes,
        Optional<Handler> preStop) {

    public ContainerSpec {
        argv = List.copyOf(argv);
        env = List.copyOf(env);
        ports = List.copyOf(ports);
        probes = Map.copyOf(probes);
    }

    /// @param name empty when the port has none
    public record Port(String name, int containerPort) {}

    /// Resource name (`cpu`, `memory`) to milli-units, as in [dev.headroom.hpa.Pod.Container].
    ///
    /// @param startupCpuMilli the CPU limit until the startup probe has passed, when it is another one
    public record Resources(
            Map<String, Long> requests, Map<String, Long> limits, Optional<Long> startupCpuMilli) {
        public Resources {
            requests = Map.copyOf(requests);
            limits = Map.copyOf(limits);
        }

        /// The CPU limit in thousandths of a core.
        public Optional<Long> cpuLimitMilli() {
            return Optional.ofNullable(limits.get("cpu"));
        }

        /// The memory limit in bytes.
        public Optional<Long> memoryLimitBytes() {
            return Optional.ofNullable(limits.get("memory")).map(milli -> Math.ceilDiv(milli, 1000L));
        }
    }
}

package dev.headroom.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What one container of a pod is doing: `containerStatuses` of the Kubernetes API, and what is known of its process.
///
/// @param init whether it is an init container
/// @param lastTermination how the run before this one ended
/// @param restarts how often it was started again
/// @param started whether its startup probe has succeeded, or it has none and runs
/// @param log the file that has the output of its present run, or of its last one when it does not run
public record ContainerStatus(
        String name,
        boolean init,
        State state,
        Optional<State.Terminated> lastTermination,
        int restarts,
        boolean started,
        boolean ready,
        OptionalLong pid,
        Optional<Usage> usage,
        Path log) {

    /// The file that has the output of the run whose end is [#lastTermination]; empty when there was none.
    public Optional<Path> previousLog() {
        return lastTermination.map(_ -> state instanceof State.Waiting ? log : new ContainerLog(log).previous());
    }

    /// `state` of a container status.
    public sealed interface State {

        /// @param reason such as `ContainerCreating`, `PodInitializing` or `CrashLoopBackOff`
        record Waiting(String reason, String message) implements State {}

        record Running(Instant startedAt) implements State {}

        /// @param exitCode 128 and the signal's number for one that was killed
        /// @param reason `Completed`, `Error`, `OOMKilled` or `StartError`
        record Terminated(int exitCode, String reason, String message, Instant startedAt, Instant finishedAt)
                implements State {}
    }

    /// A reading of what it uses.
    ///
    /// @param window over which the CPU time was counted
    /// @param cpuMilli thousandths of a core
    /// @param memoryBytes the working set; empty where the machine does not tell
    /// @param cpuSeconds since its first run began
    /// @param throttledSeconds it was held back by its CPU limit
    public record Usage(
            Instant timestamp,
            Duration window,
            long cpuMilli,
            OptionalLong memoryBytes,
            double cpuSeconds,
            double throttledSeconds) {}
}

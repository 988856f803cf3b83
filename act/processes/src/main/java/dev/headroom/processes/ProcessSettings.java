package dev.headroom.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// How pods run on this machine; each limit of this package has its name and default here.
///
/// @param logs the folder that gets the output of containers
/// @param workingDirectory where commands run whose container has no `workingDir`, and what relative ones start from
/// @param commandAliases programs that stand for another: `headroom` for the path of this very Headroom
/// @param environment what every process finds in its environment besides what its container says
/// @param seed of everything random: the names of pods
public record ProcessSettings(
        Path logs,
        Path workingDirectory,
        Map<String, String> commandAliases,
        Map<String, String> environment,
        long seed,
        Kubelet kubelet,
        Balancing balancing) {

    public ProcessSettings {
        commandAliases = Map.copyOf(commandAliases);
        environment = Map.copyOf(environment);
    }

    /// The environment of this program, the kubelet's timing, the usual limits.
    public ProcessSettings(Path logs, Path workingDirectory, Map<String, String> commandAliases, long seed) {
        this(
                logs,
                workingDirectory,
                commandAliases,
                System.getenv(),
                seed,
                Kubelet.standard(),
                Balancing.standard());
    }

    /// With another folder for the output of containers.
    ProcessSettings logsIn(Path folder) {
        return new ProcessSettings(folder, workingDirectory, commandAliases, environment, seed, kubelet, balancing);
    }

    /// The values of this record are the kubelet's, but for the sampling of usage (the kubelet: every 10 s or more) and
    /// what is said below.
    ///
    /// @param backOff the first wait before a container that keeps ending is started again; it doubles each time
    /// @param maxBackOff the longest such wait; a container that ran twice as long starts over
    /// @param usagePeriod how often the usage of CPU and memory is read
    /// @param usageWindow over which a reading of CPU is averaged
    /// @param maxReplicas pods of all Deployments together (limit `replicas per machine`)
    /// @param maxLogBytes a container's log starts over at this size and keeps one file before (`.1`)
    /// @param closeGrace how long pods get to end when everything is closed, if their own grace period is not shorter
    public record Kubelet(
            Duration backOff,
            Duration maxBackOff,
            Duration usagePeriod,
            Duration usageWindow,
            int maxReplicas,
            long maxLogBytes,
            Duration closeGrace) {

        public static Kubelet standard() {
            return new Kubelet(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    200,
                    10 << 20,
                    Duration.ofSeconds(5));
        }
    }

    /// @param maxQueued requests that may wait for a ready pod, per Service
    /// @param queueTimeout how long one may wait
    /// @param maxBufferedBytes a request body up to this length is held, so that it can be sent again
    /// @param responseTimeout the longest silence of a pod before the request counts as failed
    /// @param idleTimeout an idle connection to a pod is closed after this; shorter than servers keep theirs (5 s in
    ///     uvicorn and Node.js), so that none is used while the pod closes it
    /// @param maxConnections to one pod
    public record Balancing(
            int maxQueued,
            Duration queueTimeout,
            int maxBufferedBytes,
            Duration responseTimeout,
            Duration idleTimeout,
            int maxConnections) {

        public static Balancing standard() {
            return new Balancing(
                    1000, Duration.ofSeconds(10), 1 << 20, Duration.ofMinutes(5), Duration.ofSeconds(3), 1024);
        }
    }
}

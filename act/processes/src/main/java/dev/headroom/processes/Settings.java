package dev.headroom.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// How pods run on this machine; each limit of this package has its name and default here.
///
/// @param logs the folder that gets a file per pod
/// @param workingDirectory where commands run whose container has no `workingDir`, and what relative ones start from
/// @param environment what every process finds in its environment besides what its container says
/// @param seed of everything random: the names of pods and their addresses
public record Settings(
        Path logs,
        Path workingDirectory,
        Map<String, String> environment,
        long seed,
        Kubelet kubelet,
        Balancing balancing) {

    public Settings {
        environment = Map.copyOf(environment);
    }

    /// The environment of this program, logs in `logs`, commands in the current folder.
    public static Settings of(Path logs, long seed) {
        return new Settings(
                logs, Path.of("").toAbsolutePath(), System.getenv(), seed, Kubelet.standard(), Balancing.standard());
    }

    /// The values of this record are the kubelet's, but for the sampling of usage (the kubelet: every 10 s or more).
    ///
    /// @param backOff the first wait before a container that keeps ending is started again; it doubles each time
    /// @param maxBackOff the longest such wait; a container that ran twice as long starts over
    /// @param usagePeriod how often the usage of CPU and memory is read
    /// @param cpuPeriod over which a CPU limit is enforced; the kubelet's `cpuCFSQuotaPeriod`. Shorter makes latency
    ///     under a small limit smoother (a throttled process waits at most one period) and costs more switching
    /// @param maxLogBytes a pod's log starts over at this size and keeps one file before (`.1`)
    /// @param maxEvents the newest events are kept
    /// @param closeGrace how long pods get to end when everything is closed
    public record Kubelet(
            Duration backOff,
            Duration maxBackOff,
            Duration usagePeriod,
            Duration cpuPeriod,
            long maxLogBytes,
            int maxEvents,
            Duration closeGrace) {

        public static Kubelet standard() {
            return new Kubelet(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    10 << 20,
                    1000,
                    Duration.ofSeconds(3));
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

package dev.headroom.hpa;

import dev.headroom.model.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an autoscaler may know of one replica: the part of a Kubernetes Pod that decisions read, and when it was asked
/// for, because a start-up time counts from there.
///
/// @param address where the replica listens, without a port; empty until it has one
/// @param askedAt when the replica was asked for
/// @param startTime when its node accepted it (`status.startTime`)
/// @param ready the Ready condition
/// @param deletionTimestamp when its graceful end ends
/// @param resources what it asks for as a whole
public record Pod(
        String name,
        Labels labels,
        String address,
        Phase phase,
        Instant askedAt,
        Optional<Instant> startTime,
        Optional<Ready> ready,
        Optional<Instant> deletionTimestamp,
        List<Container> containers,
        Resources resources) {

    public Pod {
        containers = List.copyOf(containers);
    }

    /// One that asks for nothing beyond what its containers do.
    public Pod(
            String name,
            Labels labels,
            String address,
            Phase phase,
            Instant askedAt,
            Optional<Instant> startTime,
            Optional<Ready> ready,
            Optional<Instant> deletionTimestamp,
            List<Container> containers) {
        this(
                name,
                labels,
                address,
                phase,
                askedAt,
                startTime,
                ready,
                deletionTimestamp,
                containers,
                Resources.NONE);
    }

    /// `status.phase`.
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        UNKNOWN
    }

    /// The Ready condition; `status` is `True`, `False` or `Unknown`.
    public record Ready(String status, Instant lastTransitionTime) {}

    /// Pod-level requests and the overhead of the runtime, resource name to milli-units.
    public record Resources(Map<String, Long> requests, Map<String, Long> overhead) {

        public static final Resources NONE = new Resources(Map.of(), Map.of());

        public Resources {
            requests = Map.copyOf(requests);
            overhead = Map.copyOf(overhead);
        }
    }

    /// @param init whether it ends before the others start; an init container that stays (a sidecar, `restartPolicy:
    ///     Always`) is none in this sense and comes after the ordinary ones
    /// @param requests resource name (`cpu`, `memory`) to milli-units
    /// @param limits the same
    public record Container(String name, boolean init, Map<String, Long> requests, Map<String, Long> limits) {
        public Container {
            requests = Map.copyOf(requests);
            limits = Map.copyOf(limits);
        }
    }

    /// Whether traffic is sent to it: running, Ready, and not on its way out.
    public boolean serves() {
        return phase == Phase.RUNNING
                && deletionTimestamp.isEmpty()
                && ready.map(condition -> condition.status().equals("True")).orElse(false);
    }
}

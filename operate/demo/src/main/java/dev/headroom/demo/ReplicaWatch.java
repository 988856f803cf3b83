package dev.headroom.demo;

import dev.headroom.processes.PodStatus;
import dev.headroom.verdicts.ReplicaTransition;
import dev.headroom.verdicts.ReplicaTransition.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns successive looks at the pods into what happened to each replica between them. One thread at a time.
final class ReplicaWatch {

    /// What one look saw of a replica.
    private record Seen(boolean ready, boolean draining, int restarts) {}

    private Map<String, Seen> before = new TreeMap<>();

    /// What happened since the last look, in an order that could have been.
    List<ReplicaTransition> look(Instant now, List<PodStatus> pods) {
        var after = new TreeMap<String, Seen>();
        var changes = new ArrayList<ReplicaTransition>();
        for (var pod : pods) {
            var seen = new Seen(pod.ready(), pod.deletionTimestamp().isPresent(), pod.restarts());
            after.put(pod.name(), seen);
            var known = before.get(pod.name());
            if (known == null) {
                changes.add(new ReplicaTransition(now, pod.name(), Kind.STARTING));
            }
            compare(now, pod.name(), known == null ? new Seen(false, false, pod.restarts()) : known, seen, changes);
        }
        before.forEach((name, seen) -> {
            if (!after.containsKey(name)) {
                changes.add(new ReplicaTransition(now, name, seen.draining() ? Kind.ENDED : Kind.LOST));
            }
        });
        before = after;
        return changes;
    }

    private static void compare(Instant now, String name, Seen known, Seen seen, List<ReplicaTransition> changes) {
        if (seen.restarts() > known.restarts()) {
            changes.add(new ReplicaTransition(now, name, Kind.LOST));
            changes.add(new ReplicaTransition(now, name, Kind.STARTING));
        }
        boolean newlyReady = seen.ready() && (!known.ready() || seen.restarts() > known.restarts());
        if (newlyReady) {
            changes.add(new ReplicaTransition(now, name, Kind.READY));
        }
        if (seen.draining() && !known.draining()) {
            changes.add(new ReplicaTransition(now, name, Kind.DRAINING));
        }
    }
}

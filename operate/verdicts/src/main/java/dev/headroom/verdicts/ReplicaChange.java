package dev.headroom.verdicts;

import dev.headroom.verdicts.ReplicaTransition.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// The time that a replica took to get from one lasting state into the next.
///
/// @param kind what it went through: STARTING until it was ready, DRAINING until it had ended, LOST until it was ready
///     again
/// @param until the end of the run when it never got there
/// @param done whether it got there
public record ReplicaChange(String replica, Kind kind, Instant from, Instant until, boolean done) {

    /// The changes that the transitions tell of, in the order in which they began.
    ///
    /// @param end of the run, where changes end that were not done
    public static List<ReplicaChange> of(List<ReplicaTransition> transitions, Instant end) {
        var open = new HashMap<String, ReplicaTransition>();
        var changes = new ArrayList<ReplicaChange>();
        for (var next : transitions.stream().sorted(Comparator.comparing(ReplicaTransition::time)).toList()) {
            var before = Optional.ofNullable(open.get(next.replica()));
            boolean drains = before.filter(each -> each.kind() == Kind.DRAINING).isPresent();
            // one that dies while it drains has ended
            boolean done =
                    next.kind() == Kind.READY || next.kind() == Kind.ENDED || (next.kind() == Kind.LOST && drains);
            boolean begins = switch (next.kind()) {
                // one that was lost starts again by itself: that is still the loss
                case STARTING -> before.isEmpty();
                case DRAINING, LOST -> !drains;
                case READY, ENDED -> false;
            };
            boolean closes = begins || (done && !(drains && next.kind() == Kind.READY));
            if (closes) {
                before.ifPresent(each -> changes.add(change(each, next.time(), done)));
                open.remove(next.replica());
            }
            if (begins) {
                open.put(next.replica(), next);
            }
        }
        open.values().forEach(before -> changes.add(change(before, end, false)));
        changes.sort(Comparator.comparing(ReplicaChange::from).thenComparing(ReplicaChange::replica));
        return List.copyOf(changes);
    }

    private static ReplicaChange change(ReplicaTransition before, Instant until, boolean done) {
        return new ReplicaChange(before.replica(), before.kind(), before.time(), until, done);
    }

    /// Whether the autoscaler caused it.
    public boolean scaling() {
        return kind != Kind.LOST;
    }
}

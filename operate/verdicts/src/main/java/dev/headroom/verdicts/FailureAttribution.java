package dev.headroom.verdicts;

import dev.headroom.loadgen.LoadFailure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the failed requests of a run died of, by [FailureCause].
///
/// @param counts of those failures that were kept with their time; only causes that occurred
/// @param unknown failures beyond the load generator's limit, of which only the number is known
public record FailureAttribution(Map<FailureCause, Long> counts, long unknown) {

    /// Clocks of different observers differ by less, and a broken connection is noticed within it.
    static final Duration MARGIN = Duration.ofSeconds(1);

    public FailureAttribution {
        counts = Map.copyOf(counts);
    }

    public static FailureAttribution of(RunRecord run) {
        var changes = run.changes();
        var counts = new EnumMap<FailureCause, Long>(FailureCause.class);
        for (var failure : run.load().failures()) {
            counts.merge(cause(failure, changes), 1L, Long::sum);
        }
        return new FailureAttribution(counts, run.load().counts().failed() - run.load().failures().size());
    }

    public long of(FailureCause cause) {
        return counts.getOrDefault(cause, 0L);
    }

    static FailureCause cause(LoadFailure failure, List<ReplicaChange> changes) {
        return switch (failure.outcome()) {
            case OK -> throw new IllegalArgumentException("a request that succeeded did not fail: " + failure);
            case TOO_MANY_REQUESTS, TIMEOUT, NO_CONNECTION -> FailureCause.OVERLOAD;
            case CLIENT_ERROR, UNRESOLVED, BROKEN -> FailureCause.REQUEST;
            case SERVER_ERROR -> switch (failure.status().orElse(500)) {
                case 502, 503 -> byReplicas(failure, changes);
                case 504 -> FailureCause.OVERLOAD;
                default -> FailureCause.SERVICE;
            };
            case REFUSED, RESET -> byReplicas(failure, changes);
        };
    }

    private static FailureCause byReplicas(LoadFailure failure, List<ReplicaChange> changes) {
        var during = changes.stream().filter(change -> touches(failure, change)).toList();
        if (during.stream().anyMatch(ReplicaChange::scaling)) {
            return FailureCause.SCALING;
        }
        return during.isEmpty() ? FailureCause.SERVICE : FailureCause.REPLICA_LOST;
    }

    private static boolean touches(LoadFailure failure, ReplicaChange change) {
        return !failure.ended().isBefore(change.from().minus(MARGIN))
                && !failure.due().isAfter(change.until().plus(MARGIN));
    }
}

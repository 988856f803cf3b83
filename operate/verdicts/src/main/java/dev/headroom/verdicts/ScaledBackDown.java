package dev.headroom.verdicts;

import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.time.Duration;
import java.util.Optional;

/// Less load takes the replicas away again.
final class ScaledBackDown implements Check {

    private static final String DEFINITION =
            "Replicas that still exist in the last second, starting and draining ones included. Where the load ends"
            + " as low as it began, no more than there were at first; where it ends higher, fewer than at the peak.";

    @Override
    public Claim claim(RunPlan plan) {
        // how many there were at first is not known before the run: judge() states the number
        return new Claim(
                "scaled back down",
                Group.SCALING,
                Bound.atMost(Figure.replicas(plan.scaling().minReplicas())).of("at the end"),
                DEFINITION);
    }

    @Override
    public Optional<String> notAsked(RunPlan plan) {
        return plan.fall().isPresent() ? Optional.empty() : Optional.of("the announced load does not fall at the end");
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        if (!run.completed() || run.samples().isEmpty()) {
            return claim.notMeasured("the run ended before the replicas had their time to go");
        }
        int first = run.samples().getFirst().replicas().existing();
        int peak = run.samples().stream()
                .mapToInt(sample -> sample.replicas().existing())
                .max()
                .orElse(first);
        if (peak <= first) {
            return claim.notMeasured("there never were more than the " + first + " of the start");
        }
        int most = run.plan().endsAsItBegan() ? first : peak - 1;
        int last = run.samples().getLast().replicas().existing();
        return claim.expecting(Bound.atMost(Figure.replicas(most)).of("at the end"))
                .judge(Figure.replicas(last), "from " + peak + " at the peak" + lastGone(run));
    }

    private static String lastGone(RunRecord run) {
        var fall = run.plan().fall().orElseThrow();
        var gone = run.changes().stream()
                .filter(change -> change.kind() == ReplicaTransition.Kind.DRAINING && change.done())
                .map(change -> run.offset(change.until()).minus(fall.start()))
                .filter(after -> !after.isNegative())
                .max(Duration::compareTo);
        return gone.map(after -> "; the last one went " + RunText.seconds(after) + " after the load fell").orElse("");
    }
}

package dev.headroom.verdicts;

import dev.headroom.arrivals.Phase;
import dev.headroom.arrivals.Programme;
import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/// A jump in load has its first new replica at work within the announced adaptation window.
final class SpikeToReady implements Check {

    private static final String DEFINITION =
            "From the announced start of the phase before which the load jumps most until the first replica is ready"
            + " that was asked for later than that. Expected within the adaptation window announced for the phase.";

    @Override
    public Claim claim(RunPlan plan) {
        var within = plan.jump().map(Phase::adaptation).orElse(Programme.ADAPTATION);
        return new Claim(
                "first new replica ready soon after the spike",
                Group.SCALING,
                Bound.atMost(Figure.seconds(within)).of("after the load jumped"),
                DEFINITION);
    }

    @Override
    public Optional<String> notAsked(RunPlan plan) {
        return plan.jump().isPresent() ? Optional.empty() : Optional.of("the announced load does not jump");
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        var jump = run.plan().jump().orElseThrow();
        if (!run.reached(jump)) {
            return claim.notMeasured("the run ended before the load jumped");
        }
        var at = run.at(jump.start());
        var started = run.changes().stream()
                .filter(change -> change.kind() == ReplicaTransition.Kind.STARTING && !change.from().isBefore(at))
                .toList();
        if (started.isEmpty()) {
            return claim.notMeasured("no replica was asked for after the jump at " + RunText.clock(jump.start()));
        }
        return started.stream()
                .filter(ReplicaChange::done)
                .min(Comparator.comparing(ReplicaChange::until))
                .map(first -> claim.judge(
                        Figure.seconds(Duration.between(at, first.until())),
                        first.replica() + ", " + RunText.seconds(Duration.between(first.from(), first.until()))
                                + " after it was asked for"))
                .orElseGet(() -> claim.notMeasured("none of the " + started.size() + " replicas asked for was ready"
                        + " before the run ended"));
    }
}

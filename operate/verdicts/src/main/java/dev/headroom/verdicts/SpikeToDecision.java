package dev.headroom.verdicts;

import dev.headroom.autoscaler.Decision;
import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.time.Duration;
import java.util.Optional;

/// A jump in load is noticed and acted upon.
final class SpikeToDecision implements Check {

    private static final String DEFINITION =
            "From the announced start of the phase before which the load jumps most to the first later decision to"
            + " add replicas.";

    @Override
    public Claim claim(RunPlan plan) {
        var most = Figure.seconds(plan.expectations().decision());
        return new Claim(
                "decided soon after the spike",
                Group.SCALING,
                Bound.atMost(most).of("after the load jumped"),
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
        for (var decision : run.decisions()) {
            var record = decision.record();
            if (!record.time().isBefore(at)
                    && record.decision() instanceof Decision.Scale scale
                    && scale.desired() > scale.current()) {
                var after = Duration.between(at, record.time());
                return claim.judge(
                        Figure.seconds(after),
                        "decision " + decision.id() + " at " + RunText.clock(run.offset(record.time())) + ": "
                                + scale.current() + " → " + scale.desired() + " replicas");
            }
        }
        return claim.notMeasured("no decision to add replicas followed the jump at " + RunText.clock(jump.start()));
    }
}

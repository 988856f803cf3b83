package dev.headroom.verdicts;

import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.util.Optional;

/// More load brings more replicas.
final class ScaledUp implements Check {

    private static final String DEFINITION =
            "The most replicas that were ready in one second.";

    @Override
    public Claim claim(RunPlan plan) {
        int peak = plan.expectations().peakReplicas();
        return new Claim(
                "scaled up",
                Group.SCALING,
                Bound.atLeast(Figure.replicas(peak)).of("ready at once"),
                DEFINITION);
    }

    @Override
    public Optional<String> notAsked(RunPlan plan) {
        return plan.rise().isPresent() ? Optional.empty() : Optional.of("the announced load does not rise");
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        var rise = run.plan().rise().orElseThrow();
        if (run.samples().isEmpty() || !run.reached(rise)) {
            return claim.notMeasured("the run ended before the load rose");
        }
        var first = run.samples().getFirst();
        var peak = first;
        int desired = 0;
        for (var sample : run.samples()) {
            desired = Math.max(desired, sample.replicas().desired());
            if (sample.replicas().ready() > peak.replicas().ready()) {
                peak = sample;
            }
        }
        return claim.judge(
                Figure.replicas(peak.replicas().ready()),
                "from " + first.replicas().ready() + " at the start, at " + RunText.clock(peak.offset()) + "; at most "
                        + desired + " were desired");
    }
}

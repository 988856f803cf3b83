package dev.headroom.verdicts;

import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;

/// Fewer replicas than the fixed fleet that would have carried the peak.
final class ReplicasSaved implements Check {

    private static final String DEFINITION =
            "One less the mean of existing replicas (starting, ready or draining: each is paid for) over all"
            + " seconds, divided by maxReplicas.";

    @Override
    public Claim claim(RunPlan plan) {
        return new Claim(
                "fewer replicas than a fixed fleet",
                Group.OBJECTIVE,
                Bound.atLeast(Figure.share(plan.expectations().saving()))
                        .of("of a fixed fleet of " + plan.scaling().maxReplicas()),
                DEFINITION);
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        if (run.samples().isEmpty()) {
            return claim.notMeasured("no second was measured");
        }
        int fleet = run.plan().scaling().maxReplicas();
        double mean = run.samples().stream()
                .mapToInt(sample -> sample.replicas().existing())
                .average()
                .orElse(Double.NaN);
        double hours = run.samples().size() / 3600.0;
        return claim.judge(
                Figure.share(1 - mean / fleet),
                RunText.number(mean, 1) + " replicas on average instead of " + fleet + ": "
                        + RunText.number(mean * hours, 2) + " replica hours instead of "
                        + RunText.number(fleet * hours, 2));
    }
}

package dev.headroom.verdicts;

import dev.headroom.verdicts.Verdict.Claim;
import java.util.Optional;

/// One thing that a run must show. Pure: plan and record in, verdict out.
interface Check {

    /// What is claimed of a run with this plan.
    Claim claim(RunPlan plan);

    /// Why the plan does not ask for it, as a plan without a fall in load does not ask for replicas to be taken away;
    /// empty when it does.
    default Optional<String> notAsked(RunPlan plan) {
        return Optional.empty();
    }

    Verdict judge(Claim claim, RunRecord run);
}

package dev.headroom.verdicts;

import dev.headroom.loadgen.Lateness;
import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.util.Optional;

/// The load generator sent what it promised when it promised it; otherwise it was the generator that was measured.
final class LoadKeptItsSchedule implements Check {

    @Override
    public Claim claim(RunPlan plan) {
        var tolerance = Lateness.tolerance(Optional.of(plan.objective().target()));
        return new Claim(
                "the load kept its schedule",
                Group.MEASUREMENT,
                Bound.atMost(Figure.share(Lateness.NOTABLE_SHARE)).of("of requests late"),
                "Requests that the load generator came to more than " + tolerance.toMillis() + " ms (a tenth of the"
                        + " objective) after they were due, among all that were due. Latencies count from when they"
                        + " were due, late or not.");
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        long arrivals = run.load().counts().arrivals();
        if (arrivals == 0) {
            return claim.notMeasured("no request was due");
        }
        var lateness = run.load().measured().lateness();
        return claim.judge(
                Figure.share((double) lateness.late() / arrivals),
                lateness.late() + " of " + RunText.count(arrivals, "request") + ", the worst by "
                        + RunText.seconds(lateness.worst())
                        + (lateness.waited() == 0 ? "" : "; " + lateness.waited() + " found no connection free"));
    }
}

package dev.headroom.verdicts;

import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.util.Comparator;
import java.util.stream.Collectors;

/// Few requests fail, whatever the reason.
final class ErrorsUnderObjective implements Check {

    private static final String DEFINITION =
            "Requests that were not answered below 400, among all that ended, adaptation windows included.";

    @Override
    public Claim claim(RunPlan plan) {
        var most = Figure.share(plan.objective().errorShare());
        return new Claim(
                "failed requests under " + most.text(),
                Group.OBJECTIVE,
                Bound.atMost(most).of("of requests failed"),
                DEFINITION);
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        var counts = run.load().counts();
        if (counts.ended() == 0) {
            return claim.notMeasured("no request ended");
        }
        var detail = counts.failed() + " of " + RunText.count(counts.ended(), "request")
                + (counts.failed() == 0 ? "" : ": " + causes(run));
        return claim.judge(Figure.share(counts.errorRate()), detail);
    }

    /// `41 overload, 2 caused by scaling`, the most frequent first.
    static String causes(RunRecord run) {
        var attribution = FailureAttribution.of(run);
        var causes = attribution.counts().entrySet().stream()
                .sorted(Comparator.comparingLong(cause -> -cause.getValue()))
                .map(cause -> cause.getValue() + " " + cause.getKey().words())
                .collect(Collectors.joining(", "));
        return attribution.unknown() == 0 ? causes : causes + ", " + attribution.unknown() + " of unknown cause";
    }
}

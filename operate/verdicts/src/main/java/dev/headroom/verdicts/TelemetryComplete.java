package dev.headroom.verdicts;

import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.time.Duration;

/// Every second of the run was measured: an average over what is there would hide what is not.
final class TelemetryComplete implements Check {

    private static final String DEFINITION =
            "Whole seconds between two samples that have none of their own, among the seconds in which traffic was"
            + " sent. Anything that a limit kept out of the record fails it too.";

    private static final double MOST_MISSING = 0.01;

    @Override
    public Claim claim(RunPlan plan) {
        return new Claim(
                "the telemetry has no gaps",
                Group.MEASUREMENT,
                Bound.atMost(Figure.share(MOST_MISSING)).of("of seconds missing"),
                DEFINITION);
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        var end = run.elapsed().compareTo(run.plan().duration()) < 0 ? run.elapsed() : run.plan().duration();
        long seconds = end.toSeconds();
        if (seconds == 0) {
            return claim.notMeasured("the run lasted less than a second");
        }
        long missing = 0;
        var longest = Duration.ZERO;
        var before = Duration.ZERO;
        for (var sample : run.samples()) {
            var gap = sample.offset().minus(before);
            missing += Math.max(0, gap.toSeconds() - 1);
            longest = gap.compareTo(longest) > 0 ? gap : longest;
            before = sample.offset();
        }
        missing += Math.max(0, end.minus(before).toSeconds() - (run.samples().isEmpty() ? 0 : 1));
        var share = Figure.share(Math.min(1, (double) missing / seconds));
        var detail = missing + " of " + seconds + " seconds missing, " + RunText.seconds(longest)
                + " at most between samples";
        return run.observed().dropped().isEmpty()
                ? claim.judge(share, detail)
                : new Verdict.Failed(claim, share, detail + "; " + String.join("; ", run.observed().dropped()));
    }
}

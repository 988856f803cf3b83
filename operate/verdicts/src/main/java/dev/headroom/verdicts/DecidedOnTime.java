package dev.headroom.verdicts;

import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.time.Duration;

/// The control loop kept its rhythm: on a starved machine it does not, and nothing else in the run means much then.
final class DecidedOnTime implements Check {

    private static final String DEFINITION =
            "The longest time without a decision while traffic was sent, from its start to its end. One decision may"
            + " be missed.";

    private static final Duration SLACK = Duration.ofSeconds(1);

    @Override
    public Claim claim(RunPlan plan) {
        return new Claim(
                "decided on time",
                Group.MEASUREMENT,
                Bound.atMost(Figure.seconds(longest(plan))).of("between decisions"),
                DEFINITION);
    }

    /// One decision may be missed.
    private static Duration longest(RunPlan plan) {
        var period = plan.scaling().decisionPeriod();
        var twice = period.multipliedBy(2);
        var slack = period.plus(SLACK);
        return twice.compareTo(slack) > 0 ? twice : slack;
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        var end = run.elapsed().compareTo(run.plan().duration()) < 0 ? run.elapsed() : run.plan().duration();
        var longest = Duration.ZERO;
        var at = Duration.ZERO;
        var before = Duration.ZERO;
        int made = 0;
        for (var decision : run.decisions()) {
            var offset = run.offset(decision.record().time());
            if (offset.isNegative() || offset.compareTo(end) > 0) {
                continue;
            }
            made++;
            if (offset.minus(before).compareTo(longest) > 0) {
                longest = offset.minus(before);
                at = before;
            }
            before = offset;
        }
        if (made == 0) {
            return claim.notMeasured("nothing was decided while traffic was sent");
        }
        if (end.minus(before).compareTo(longest) > 0) {
            longest = end.minus(before);
            at = before;
        }
        return claim.judge(
                Figure.seconds(longest),
                made + " decisions, one due every " + RunText.seconds(run.plan().scaling().decisionPeriod())
                        + "; the longest pause began at " + RunText.clock(at));
    }
}

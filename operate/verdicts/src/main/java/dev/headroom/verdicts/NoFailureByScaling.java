package dev.headroom.verdicts;

import dev.headroom.verdicts.Figure.Unit;
import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;

/// Starting, draining and ending replicas costs no user a request.
final class NoFailureByScaling implements Check {

    private static final String DEFINITION =
            "Requests that ended with a broken or refused connection, 502 or 503 while a replica that the autoscaler"
            + " asked for was starting, or one it took away was draining or ending, give or take "
            + FailureAttribution.MARGIN.toSeconds() + " s. A 429 of a full queue and a timeout are overload; what"
            + " failed while a replica was lost is the loss's. What could be either counts as caused by scaling.";

    @Override
    public Claim claim(RunPlan plan) {
        return new Claim(
                "no failed request caused by scaling",
                Group.SCALING,
                Bound.none(Unit.REQUESTS).of("caused by scaling"),
                DEFINITION);
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        long changes = run.changes().stream()
                .filter(change -> change.scaling() && change.until().isAfter(run.startedAt()))
                .count();
        var counts = run.load().counts();
        if (counts.ended() == 0) {
            return claim.notMeasured("no request ended");
        }
        if (changes == 0) {
            return claim.notMeasured("no replica was started or taken away");
        }
        var attribution = FailureAttribution.of(run);
        long scaling = attribution.of(FailureCause.SCALING);
        if (scaling == 0 && attribution.unknown() > 0) {
            return claim.notMeasured(attribution.unknown() + " failures came after the limit of those kept with their"
                    + " time, and could be");
        }
        return claim.judge(
                Figure.of(scaling, Unit.REQUESTS),
                changes + " starts and ends of replicas while " + RunText.count(counts.ended(), "request") + " ended");
    }
}

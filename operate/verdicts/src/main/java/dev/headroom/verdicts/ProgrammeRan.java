package dev.headroom.verdicts;

import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.time.Duration;

/// The run went on until its announced end.
final class ProgrammeRan implements Check {

    private static final String DEFINITION =
            "How long traffic was sent, up to the announced end.";

    @Override
    public Claim claim(RunPlan plan) {
        return new Claim(
                "the whole programme ran",
                Group.MEASUREMENT,
                Bound.atLeast(Figure.seconds(plan.duration())).of("of traffic"),
                DEFINITION);
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        var duration = run.plan().duration();
        var played = run.completed() || run.elapsed().compareTo(duration) > 0 ? duration : run.elapsed();
        var phase = run.plan()
                .phaseAt(played.compareTo(duration) < 0 ? played : duration.minus(Duration.ofNanos(1)))
                .orElseThrow();
        return claim.judge(
                Figure.seconds(played),
                run.completed() ? run.plan().phases().size() + " phases" : run.ending().text() + ", in the phase "
                        + phase.name());
    }
}

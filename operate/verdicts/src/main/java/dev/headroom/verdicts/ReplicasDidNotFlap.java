package dev.headroom.verdicts;

import dev.headroom.autoscaler.Decision;
import dev.headroom.verdicts.Figure.Unit;
import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// What is taken away is not wanted back at once.
final class ReplicasDidNotFlap implements Check {

    /// A replica that is wanted back within this time was not worth taking away: starting costs about as much.
    static final Duration TAKEN_BACK = Duration.ofSeconds(30);

    private static final String DEFINITION =
            "Decisions to take replicas away that are followed by one to add some within " + TAKEN_BACK.toSeconds()
            + " s, with no announced rise of the load between them.";

    @Override
    public Claim claim(RunPlan plan) {
        return new Claim(
                "replicas did not flap",
                Group.SCALING,
                Bound.none(Unit.TIMES).of("taken back"),
                DEFINITION);
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        if (run.decisions().isEmpty()) {
            return claim.notMeasured("nothing was decided");
        }
        var flaps = new ArrayList<String>();
        int moves = 0;
        Optional<Duration> down = Optional.empty();
        for (var decision : run.decisions()) {
            if (!(decision.record().decision() instanceof Decision.Scale scale)) {
                continue;
            }
            moves++;
            var at = run.offset(decision.record().time());
            if (scale.desired() < scale.current()) {
                down = Optional.of(at);
                continue;
            }
            if (down.isPresent()
                    && at.minus(down.get()).compareTo(TAKEN_BACK) <= 0
                    && !run.plan().adapting(down.get(), at)) {
                flaps.add(RunText.clock(at));
            }
            down = Optional.empty();
        }
        return claim.judge(
                Figure.of(flaps.size(), Unit.TIMES),
                RunText.count(moves, "change") + " of the count" + (flaps.isEmpty() ? "" : "; taken back at "
                        + String.join(", ", flaps)));
    }
}

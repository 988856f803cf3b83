package dev.headroom.verdicts;

import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.util.List;
import java.util.Optional;

/// The objective itself, where it counts.
///
/// `p95 ≤ target` over a stretch of time is the same as: at least 95 % of its requests took no longer than the target.
/// So requests are counted, which is exact over any seconds; percentiles of single seconds could not be added up.
final class P95UnderTarget implements Check {

    private static final String DEFINITION =
            "Of all requests that ended in seconds no part of which lies in an announced adaptation window: the"
            + " share that was answered below 400 within the target, from when each request was due. Failed requests"
            + " count as too slow.";

    @Override
    public Claim claim(RunPlan plan) {
        var objective = plan.objective();
        var target = RunText.seconds(objective.target());
        return new Claim(
                objective.name() + " under " + target + " outside the announced adaptation windows",
                Group.OBJECTIVE,
                Bound.atLeast(Figure.share(objective.quantile())).of("of requests within " + target),
                DEFINITION);
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        var counted = run.counted();
        long ended = counted.stream().mapToLong(sample -> sample.traffic().ended()).sum();
        long inTime = counted.stream()
                .mapToLong(sample -> sample.traffic().completions() - sample.traffic().slow())
                .sum();
        long fewest = (long) Math.ceil(1 / (1 - run.plan().objective().quantile()) - 1e-9);
        if (ended < fewest) {
            return claim.notMeasured(RunText.count(ended, "request") + " ended outside the adaptation windows; a "
                    + run.plan().objective().name() + " needs at least " + fewest);
        }
        return claim.judge(
                Figure.share((double) inTime / ended),
                "of " + RunText.count(ended, "request") + " in " + counted.size() + " s; " + stretches(counted, run));
    }

    /// How the stretches of ten seconds did that the chart shows, those that lie in counted seconds as a whole.
    private static String stretches(List<TelemetrySample> counted, RunRecord run) {
        double target = run.plan().objective().targetSeconds();
        long over = 0;
        long all = 0;
        Optional<TelemetrySample> worst = Optional.empty();
        for (var sample : counted) {
            double window = sample.latency().window();
            if (run.plan().adapting(sample.offset().minus(TelemetrySample.WINDOW), sample.offset())
                    || Double.isNaN(window)) {
                continue;
            }
            all++;
            over += window > target ? 1 : 0;
            if (window > worst.map(each -> each.latency().window()).orElse(-1.0)) {
                worst = Optional.of(sample);
            }
        }
        var name = run.plan().objective().name();
        var most = worst.map(sample -> RunText.seconds(sample.latency().window()) + " at "
                + RunText.clock(sample.offset())).orElse(RunText.NOTHING);
        return name + " over ten seconds at most " + most + ", above the target in " + over + " of " + all + " s";
    }
}

package dev.headroom.verdicts;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionText;
import dev.headroom.verdicts.Figure.Unit;
import dev.headroom.verdicts.Verdict.Claim;
import dev.headroom.verdicts.Verdict.Group;
import java.time.Duration;

/// The autoscaler was never blind: each decision had a number for each of its metrics.
final class MetricsHadNumbers implements Check {

    /// Rates need a few scrapes of traffic before they have a number.
    static final Duration WARM_UP = Duration.ofSeconds(15);

    private static final String DEFINITION =
            "Decisions for which at least one metric was absent, stale, no number or failed, from "
            + WARM_UP.toSeconds() + " s after the traffic began, when rates have something to work on.";

    @Override
    public Claim claim(RunPlan plan) {
        return new Claim(
                "every metric had a number",
                Group.MEASUREMENT,
                Bound.none(Unit.DECISIONS).of("without a number"),
                DEFINITION);
    }

    @Override
    public Verdict judge(Claim claim, RunRecord run) {
        var from = run.at(WARM_UP);
        var decisions = run.decisions().stream()
                .filter(decision -> !decision.record().time().isBefore(from))
                .toList();
        if (decisions.isEmpty()) {
            return claim.notMeasured("nothing was decided later than " + WARM_UP.toSeconds() + " s into the run");
        }
        var blind = decisions.stream().filter(decision -> blind(decision.record())).toList();
        var detail = "of " + decisions.size() + " decisions";
        if (!blind.isEmpty()) {
            var first = blind.getFirst().record();
            detail += "; the first at " + RunText.clock(run.offset(first.time())) + ": " + trouble(first);
        }
        return claim.judge(Figure.of(blind.size(), Unit.DECISIONS), detail);
    }

    static boolean blind(DecisionRecord record) {
        return record.inputs().stream().anyMatch(input -> DecisionText.trouble(input).isPresent());
    }

    private static String trouble(DecisionRecord record) {
        return record.inputs().stream()
                .flatMap(input -> DecisionText.trouble(input).map(why -> input.trigger() + ": " + why).stream())
                .findFirst()
                .orElseThrow();
    }
}

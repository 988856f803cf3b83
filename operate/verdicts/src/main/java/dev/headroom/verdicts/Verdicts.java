package dev.headroom.verdicts;

import java.util.ArrayList;
import java.util.List;

/// The verdicts on a run, in the order in which a reader wants them.
///
/// @param notAsked what the plan does not ask for, each with its reason
public record Verdicts(List<Verdict> list, List<String> notAsked) {

    public Verdicts {
        list = List.copyOf(list);
        notAsked = List.copyOf(notAsked);
    }

    /// Order is what the reader sees: the objective, the scaling, then whether the numbers can be trusted.
    static List<Check> checks() {
        return List.of(
                new P95UnderTarget(),
                new ErrorsUnderObjective(),
                new NoFailureByScaling(),
                new ScaledUp(),
                new ScaledBackDown(),
                new SpikeToDecision(),
                new SpikeToReady(),
                new ReplicasSaved(),
                new ReplicasDidNotFlap(),
                new ProgrammeRan(),
                new MetricsHadNumbers(),
                new DecidedOnTime(),
                new LoadKeptItsSchedule(),
                new TelemetryComplete());
    }

    public static Verdicts of(RunRecord run) {
        var list = new ArrayList<Verdict>();
        var notAsked = new ArrayList<String>();
        for (var check : checks()) {
            var claim = check.claim(run.plan());
            check.notAsked(run.plan())
                    .ifPresentOrElse(
                            why -> notAsked.add(claim.name() + ": " + why), () -> list.add(check.judge(claim, run)));
        }
        return new Verdicts(list, notAsked);
    }

    public boolean passed() {
        return list.stream().allMatch(Verdict::passed);
    }

    /// 0 when every verdict passed, else 1.
    public int exitStatus() {
        return passed() ? 0 : 1;
    }

    /// `all 14 verdicts passed`, `2 of 14 verdicts failed, 1 could not be measured`.
    public String summary() {
        if (passed()) {
            return "all " + list.size() + " verdicts passed";
        }
        long failed = list.stream().filter(Verdict.Failed.class::isInstance).count();
        long unknown = list.stream().filter(Verdict.NotMeasured.class::isInstance).count();
        if (failed == 0) {
            return unknown + " of " + list.size() + " verdicts could not be measured";
        }
        return failed + " of " + list.size() + " verdicts failed"
                + (unknown == 0 ? "" : ", " + unknown + " could not be measured");
    }
}

package dev.headroom.report;

import dev.headroom.arrivals.Phase;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.RunText;
import dev.headroom.verdicts.TelemetrySample;
import java.util.ArrayList;
import java.util.List;

/// How a run did in one phase of its traffic.
///
/// @param seconds that were measured
/// @param inTimeShare of the requests that ended: those answered within the objective; NaN when none did
/// @param worstSeconds highest latency over ten seconds, at the quantile of the objective; NaN when nothing ended
record PhaseSummary(
        Phase phase,
        int seconds,
        long arrivals,
        long completions,
        long failures,
        double inTimeShare,
        double worstSeconds,
        int fewestReady,
        int mostReady) {

    private static final List<String> HEADINGS = List.of(
            "Phase", "From", "Announced", "Arrived", "Completed", "Failed", "In time", "Worst latency", "Ready");

    static List<PhaseSummary> of(RunRecord run) {
        var summaries = new ArrayList<PhaseSummary>();
        for (var phase : run.plan().phases()) {
            summaries.add(of(
                    phase, run.samples().stream().filter(sample -> phase.contains(sample.start())).toList()));
        }
        return summaries;
    }

    private static PhaseSummary of(Phase phase, List<TelemetrySample> samples) {
        long arrivals = 0;
        long completions = 0;
        long failures = 0;
        long slow = 0;
        double worst = Double.NaN;
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (var sample : samples) {
            arrivals += sample.traffic().arrivals();
            completions += sample.traffic().completions();
            failures += sample.traffic().failed();
            slow += sample.traffic().slow();
            double window = sample.latency().window();
            worst = Double.isNaN(worst) || window > worst ? window : worst;
            fewest = Math.min(fewest, sample.replicas().ready());
            most = Math.max(most, sample.replicas().ready());
        }
        long ended = completions + failures;
        double inTime = ended == 0 ? Double.NaN : (double) (completions - slow) / ended;
        return new PhaseSummary(
                phase, samples.size(), arrivals, completions, failures, inTime, worst, fewest, most);
    }

    /// The headings of the table, with the name of the objective's quantile.
    static List<String> headings(String quantile) {
        return HEADINGS.stream().map(each -> each.replace("latency", quantile)).toList();
    }

    /// Its cells, one per heading.
    List<String> cells() {
        var span = RunText.clock(phase.start()) + " to " + RunText.clock(phase.end())
                + (phase.rises() ? ", adapting until " + RunText.clock(phase.adaptedAt()) : "");
        var announced = phase.startRate() == phase.endRate()
                ? RunText.rate(phase.startRate())
                : RunText.number(phase.startRate(), 1) + " to " + RunText.rate(phase.endRate());
        if (seconds == 0) {
            var nothing = RunText.NOTHING;
            return List.of(phase.name(), span, announced, nothing, nothing, nothing, nothing, nothing, nothing);
        }
        return List.of(
                phase.name(),
                span,
                announced,
                RunText.rate((double) arrivals / seconds),
                RunText.rate((double) completions / seconds),
                Long.toString(failures),
                RunText.percent(inTimeShare),
                RunText.seconds(worstSeconds),
                fewestReady == mostReady ? Integer.toString(mostReady) : fewestReady + " to " + mostReady);
    }

}

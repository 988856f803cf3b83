package dev.headroom.report;

import dev.headroom.loadgen.Outcome;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.RunText;
import dev.headroom.verdicts.TelemetrySample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The seconds of a run as CSV (RFC 4180): a header, then a line per second. Units are the last word of a name; a cell
/// is empty where nothing was measured.
///
/// | column | holds |
/// |---|---|
/// | `offset_seconds`, `time` | the end of the second, from the start of the run and in UTC |
/// | `phase`, `adapting` | the announced phase, and 1 in an adaptation window, else 0 |
/// | `announced_per_second` | the announced arrivals |
/// | `arrivals`, `completions`, `slow` | requests due, answered below 400, and of these beyond the objective |
/// | `failed_...` | requests that ended in each other way: `too_many_requests`, `reset`, ... |
/// | `in_flight` | due and not ended, at the end of the second |
/// | `p95_seconds`, `p95_10s_seconds` | from when requests were due, of this second and of the last ten |
/// | `p95_scraped_seconds` | as the autoscaler saw it; all three are named after the objective's quantile |
/// | `replicas_desired`, `replicas_existing`, `replicas_ready` | at the end of the second |
/// | `cpu_used_cores`, `cpu_limit_per_replica_cores` | of all replicas, and what one may use |
final class TelemetryCsv {

    static final String DESCRIPTION = "Units are the last word of a column's name, counts have none; an empty cell was"
            + " not measured. `slow` are completions beyond the objective, `failed_...` how requests failed, `p95_...`"
            + " is measured from when requests were due, `..._scraped_...` as the autoscaler saw it.";

    private static final List<Outcome> FAILURES =
            Arrays.stream(Outcome.values()).filter(Outcome::failed).toList();

    private TelemetryCsv() {}

    static String of(RunRecord run) {
        var csv = new StringBuilder(String.join(",", header(run.plan().objective().name()))).append("\r\n");
        for (var sample : run.samples()) {
            csv.append(String.join(",", cells(run, sample))).append("\r\n");
        }
        return csv.toString();
    }

    private static List<String> header(String quantile) {
        var names = new ArrayList<String>();
        names.addAll(List.of(
                "offset_seconds", "time", "phase", "adapting", "announced_per_second", "arrivals", "completions",
                "slow"));
        FAILURES.forEach(outcome -> names.add("failed_" + outcome.label()));
        names.addAll(List.of(
                "in_flight", quantile + "_seconds", quantile + "_10s_seconds", quantile + "_scraped_seconds",
                "replicas_desired", "replicas_existing", "replicas_ready", "cpu_used_cores",
                "cpu_limit_per_replica_cores"));
        return names;
    }

    private static List<String> cells(RunRecord run, TelemetrySample sample) {
        var plan = run.plan();
        var cells = new ArrayList<String>();
        cells.add(number(sample.offset().toNanos() / 1e9));
        cells.add(run.at(sample.offset()).toString());
        cells.add(quoted(plan.phaseAt(sample.start()).map(phase -> phase.name()).orElse("")));
        cells.add(sample.adapting(plan) ? "1" : "0");
        cells.add(number(plan.rateAt(sample.start())));
        var traffic = sample.traffic();
        cells.add(Long.toString(traffic.arrivals()));
        cells.add(Long.toString(traffic.completions()));
        cells.add(Long.toString(traffic.slow()));
        FAILURES.forEach(outcome -> cells.add(Long.toString(traffic.failures().getOrDefault(outcome, 0L))));
        cells.add(Long.toString(traffic.inFlight()));
        cells.add(number(sample.latency().lastSecond()));
        cells.add(number(sample.latency().window()));
        cells.add(number(sample.latency().scraped()));
        cells.add(Integer.toString(sample.replicas().desired()));
        cells.add(Integer.toString(sample.replicas().existing()));
        cells.add(Integer.toString(sample.replicas().ready()));
        cells.add(number(sample.cpu().usedCores()));
        cells.add(number(sample.cpu().limitCores()));
        return cells;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : RunText.number(value, 4);
    }

    private static String quoted(String text) {
        return text.matches("[\\w .-]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}

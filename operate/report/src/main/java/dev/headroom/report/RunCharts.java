package dev.headroom.report;

import dev.headroom.autoscaler.Decision;
import dev.headroom.explain.DecisionText;
import dev.headroom.report.Chart.Line;
import dev.headroom.report.Chart.Mark;
import dev.headroom.report.Chart.Rule;
import dev.headroom.report.Chart.Shape;
import dev.headroom.report.Chart.Unit;
import dev.headroom.report.ChartSvg.Band;
import dev.headroom.verdicts.RunDecision;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.RunText;
import dev.headroom.verdicts.TelemetrySample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The charts of a run: its objective first, then what the autoscaler did about it, then the traffic that caused it.
final class RunCharts {

    private final RunRecord run;

    RunCharts(RunRecord run) {
        this.run = run;
    }

    List<Chart> charts() {
        return List.of(latency(), replicas(), traffic(), inFlight(), cpu());
    }

    ChartSvg drawing() {
        return new ChartSvg(
                Axis.time(seconds(run.span())), values(sample -> seconds(sample.offset())), bands());
    }

    private List<Band> bands() {
        var bands = new ArrayList<Band>();
        var phases = run.plan().phases();
        for (int i = 0; i < phases.size(); i++) {
            var phase = phases.get(i);
            bands.add(new Band(
                    phase.name(), i % 2 == 0 ? "band" : "band odd", seconds(phase.start()), seconds(phase.end())));
            if (phase.rises()) {
                bands.add(new Band("", "adapting", seconds(phase.start()), seconds(phase.adaptedAt())));
            }
        }
        return bands;
    }

    private Chart latency() {
        var objective = run.plan().objective();
        var window = values(sample -> sample.latency().window());
        var scraped = values(sample -> sample.latency().scraped());
        double lowest = objective.targetSeconds();
        double highest = objective.targetSeconds();
        for (var values : List.of(window, scraped)) {
            for (double value : values) {
                lowest = value > 0 ? Math.min(lowest, value) : lowest;
                highest = Double.isNaN(value) ? highest : Math.max(highest, value);
            }
        }
        return new Chart(
                "latency",
                objective.name() + " latency",
                "of the last ten seconds, from when requests were due; logarithmic",
                Axis.ratios(lowest, highest),
                Unit.SECONDS,
                List.of(
                        new Line("as scraped", "grey", Shape.LINE, scraped),
                        new Line("measured", "blue", Shape.LINE, window)),
                List.of(new Rule(
                        "target " + RunText.seconds(objective.target()), "red", objective.targetSeconds())),
                List.of());
    }

    private Chart replicas() {
        var ready = values(sample -> sample.replicas().ready());
        var desired = values(sample -> sample.replicas().desired());
        var existing = values(sample -> sample.replicas().existing());
        var scaling = run.plan().scaling();
        return new Chart(
                "replicas",
                "Replicas",
                scaling.minReplicas() + " to " + scaling.maxReplicas()
                        + "; a point is a decision that changed the count",
                Axis.countingTo(Math.max(scaling.maxReplicas(), highest(existing))),
                Unit.COUNT,
                List.of(
                        new Line("ready", "green", Shape.AREA, ready),
                        new Line("existing", "grey", Shape.STEP, existing),
                        new Line("desired", "orange", Shape.STEP, desired)),
                List.of(),
                run.decisions().stream().filter(RunCharts::changes).map(this::mark).toList());
    }

    private static boolean changes(RunDecision decision) {
        return decision.record().decision() instanceof Decision.Scale;
    }

    private Mark mark(RunDecision decision) {
        var record = decision.record();
        var offset = run.offset(record.time());
        return new Mark(
                seconds(offset),
                record.desiredReplicas().orElse(0),
                RunText.clock(offset) + "  " + DecisionText.summary(record),
                "#decision-" + decision.id());
    }

    private Chart traffic() {
        var arrivals = values(sample -> sample.traffic().arrivals());
        var completions = values(sample -> sample.traffic().completions());
        var failures = values(sample -> sample.traffic().failed());
        var announced = values(sample -> run.plan().rateAt(sample.start()));
        return new Chart(
                "traffic",
                "Requests per second",
                "",
                Axis.upTo(Math.max(Math.max(highest(arrivals), highest(completions)),
                        Math.max(highest(failures), highest(announced)))),
                Unit.PER_SECOND,
                List.of(
                        new Line("failed", "red", Shape.BARS, failures),
                        new Line("arrived", "blue", Shape.LINE, arrivals),
                        new Line("completed", "green", Shape.LINE, completions),
                        new Line("announced", "grey", Shape.LINE, announced)),
                List.of(),
                List.of());
    }

    private Chart inFlight() {
        var inFlight = values(sample -> sample.traffic().inFlight());
        var each = values(sample -> sample.replicas().ready() == 0
                ? Double.NaN
                : (double) sample.traffic().inFlight() / sample.replicas().ready());
        return new Chart(
                "in-flight",
                "Requests in flight",
                "due and not ended, at the end of each second",
                Axis.upTo(Math.max(1, highest(inFlight))),
                Unit.COUNT,
                List.of(
                        new Line("all", "violet", Shape.LINE, inFlight),
                        new Line("per ready replica", "orange", Shape.LINE, each)),
                List.of(),
                List.of());
    }

    private Chart cpu() {
        var used = values(sample -> sample.cpu().usedCores());
        var limit = values(sample -> sample.cpu().limitCores() * sample.replicas().ready());
        return new Chart(
                "cpu",
                "CPU of the replicas",
                "",
                Axis.upTo(Math.max(0.1, Math.max(highest(used), highest(limit)))),
                Unit.CORES,
                List.of(
                        new Line("used", "blue", Shape.LINE, used),
                        new Line("limit of the ready ones", "grey", Shape.STEP, limit)),
                List.of(),
                List.of());
    }

    private List<Double> values(ToDoubleFunction<TelemetrySample> value) {
        return run.samples().stream().mapToDouble(value).boxed().toList();
    }

    private static double highest(List<Double> values) {
        double highest = 0;
        for (double value : values) {
            highest = Double.isNaN(value) ? highest : Math.max(highest, value);
        }
        return highest;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

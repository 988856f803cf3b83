package dev.headroom.report;

import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.RunText;
import java.util.LinkedHashMap;
import java.util.Map;

/// The facts at the head of a report: what ran, when, on what.
final class RunFacts {

    private RunFacts() {}

    /// Name to text, in the order of reading.
    static Map<String, String> of(RunRecord run) {
        var plan = run.plan();
        var machine = run.machine();
        var facts = new LinkedHashMap<String, String>();
        facts.put("Began", RunText.moment(run.startedAt()));
        facts.put("Lasted", RunText.clock(run.elapsed()) + " of " + RunText.clock(plan.duration()) + ", "
                + run.ending().text());
        facts.put("Traffic", plan.source());
        facts.put("Objective", plan.objective().name() + " ≤ " + RunText.seconds(plan.objective().target())
                + ", failed ≤ " + RunText.percent(plan.objective().errorShare()));
        facts.put("Autoscaler", plan.scaling().autoscaler() + ", " + plan.scaling().minReplicas() + " to "
                + plan.scaling().maxReplicas() + " replicas, decides every "
                + RunText.seconds(plan.scaling().decisionPeriod()));
        facts.put("Limits", machine.limits());
        facts.put("Machine", RunText.count(machine.cores(), "core") + ", "
                + RunText.number(machine.memoryBytes() / (double) (1L << 30), 1) + " GiB, "
                + machine.system() + ", JDK " + machine.jdk());
        return facts;
    }
}

package dev.headroom.cli;

import dev.headroom.arrivals.Phase;
import dev.headroom.demo.Demo;
import dev.headroom.demo.DemoSecond;
import dev.headroom.explain.DecisionText;
import dev.headroom.verdicts.RunDecision;

/// A demo as a person follows it.
final class DemoView {

    private final Terminal terminal;
    private final Demo demo;
    private final LiveBlock block;
    private int waitingFor = -1;

    DemoView(Terminal terminal, Demo demo, String url) {
        this.terminal = terminal;
        this.demo = demo;
        this.block = new LiveBlock(terminal, url + "/");
    }

    /// Replicas start.
    void waiting(int ready) {
        if (ready != waitingFor) {
            waitingFor = ready;
            terminal.line(ready + " of " + demo.runPlan().scaling().minReplicas() + " replicas ready");
        }
    }

    void second(DemoSecond second) {
        var plan = demo.runPlan();
        var sample = second.telemetry().newest(1).getFirst();
        block.show(new LiveBlock.State(
                second.offset(),
                plan.duration(),
                plan.phaseAt(second.offset()).map(Phase::name).orElse("last requests"),
                second.second().arrivals(),
                second.second().completions(),
                sample.latency().window(),
                plan.objective().targetSeconds(),
                (int) second.second().inFlight(),
                new LiveBlock.Replicas(
                        sample.replicas().ready(),
                        sample.replicas().desired(),
                        plan.scaling().minReplicas(),
                        plan.scaling().maxReplicas()),
                second.telemetry().failed(),
                second.telemetry()
                        .newestDecision()
                        .map(RunDecision::record)
                        .map(DecisionText::summary)
                        .orElse("none yet")));
    }
}

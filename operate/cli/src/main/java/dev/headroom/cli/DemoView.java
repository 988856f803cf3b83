package dev.headroom.cli;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.cli.StyledLine.Style;
import dev.headroom.demo.DemoSecond;
import dev.headroom.explain.DecisionText;
import dev.headroom.verdicts.RunDecision;
import dev.headroom.verdicts.RunPlan;
import dev.headroom.verdicts.RunText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A demo as a person follows it. In a terminal a block that is redrawn each second, with each decision that changed
/// something as a line that stays above it; elsewhere those lines, and one each five seconds.
final class DemoView {

    private static final int PLAIN_EVERY_SECONDS = 5;

    private final Terminal terminal;
    private final RunPlan plan;
    private final String page;
    private int waitingFor = -1;
    private long plainLines;
    private long lastSeen;
    private boolean sighted = true;

    /// @param page the address of the page
    DemoView(Terminal terminal, RunPlan plan, String page) {
        this.terminal = terminal;
        this.plan = plan;
        this.page = page;
    }

    /// Replicas start.
    void waiting(int ready) {
        if (ready != waitingFor) {
            waitingFor = ready;
            terminal.line(ready + " of " + plan.scaling().minReplicas() + " replicas ready");
        }
    }

    void second(DemoSecond second) {
        show(DemoFrame.of(plan, second, lastSeen), second.telemetry().startedAt());
    }

    /// @param startedAt when the traffic began
    void show(DemoFrame frame, Instant startedAt) {
        for (var decision : frame.news()) {
            lastSeen = Math.max(lastSeen, decision.id());
            if (tells(decision.record())) {
                terminal.line(decision(decision, Duration.between(startedAt, decision.record().time())));
            }
        }
        if (terminal.redraws()) {
            terminal.block(DemoBlock.lines(frame, page, terminal.look(), terminal.columns()));
        } else if (frame.elapsed().toSeconds() >= plainLines * PLAIN_EVERY_SECONDS) {
            plainLines = frame.elapsed().toSeconds() / PLAIN_EVERY_SECONDS + 1;
            terminal.line(plain(frame));
        }
    }

    /// Whether a decision is news: it changes the count, or is the first that is made without a number, or with all of
    /// them again.
    private boolean tells(DecisionRecord record) {
        boolean sees = record.inputs().stream().allMatch(input -> DecisionText.trouble(input).isEmpty());
        boolean changes = sees != sighted;
        sighted = sees;
        return changes || record.decision() instanceof Decision.Scale;
    }

    private String decision(RunDecision decision, Duration offset) {
        var record = decision.record();
        var style = sighted ? Style.BOLD : Style.BAD;
        var line = new StyledLine(terminal.look()).to(2).add(RunText.clock(offset), Style.DIM).to(8)
                .add(DecisionText.verdict(record.decision()), style).to(26)
                .add(DecisionText.cause(record));
        return line.in(terminal.redraws() ? terminal.columns() : Integer.MAX_VALUE);
    }

    private static String plain(DemoFrame frame) {
        var stage = frame.stage();
        var latency = frame.latency();
        return String.join("  ", List.of(
                "  " + RunText.clock(frame.elapsed()),
                stage.phase().orElse("last answers"),
                RunText.rate(frame.load().arrivals()) + " of " + RunText.rate(stage.announced()) + " arrive",
                latency.name() + " " + RunText.seconds(latency.seconds()) + " of "
                        + RunText.seconds(latency.target()),
                frame.load().inFlight() + " in flight",
                "replicas " + frame.replicas().ready() + " ready, " + frame.replicas().desired() + " desired",
                frame.load().failed() + " failed"));
    }
}

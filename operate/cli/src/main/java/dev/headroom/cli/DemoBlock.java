package dev.headroom.cli;

import dev.headroom.cli.StyledLine.Style;
import dev.headroom.explain.DecisionText;
import dev.headroom.report.Sparkline;
import dev.headroom.verdicts.RunText;
import java.util.ArrayList;
import java.util.List;

/// Draws a frame of a demo as a block of lines, as wide as the terminal and never wider, always equally high.
final class DemoBlock {

    /// Where values begin.
    private static final int VALUES = 13;

    private static final int MOST_SPARKS = 60;
    private static final int DECISION_LINES = 2;

    /// The top of the sparkline, in targets.
    private static final double SPARK_TARGETS = 2;

    private final Terminal.Look look;
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    private DemoBlock(Terminal.Look look, int columns) {
        this.look = look;
        this.columns = columns;
    }

    /// @param page the address of the page
    static List<String> lines(DemoFrame frame, String page, Terminal.Look look, int columns) {
        var block = new DemoBlock(look, columns);
        block.progress(frame);
        block.load(frame);
        block.latency(frame.latency());
        block.replicas(frame.replicas());
        block.failures(frame.load());
        block.decision(frame);
        block.line(new StyledLine(look).to(2).add(page + "   Ctrl-C ends the run and reports", Style.DIM));
        return block.lines;
    }

    private void line(StyledLine line) {
        lines.add(line.in(columns));
    }

    private void blank() {
        lines.add("");
    }

    private StyledLine row(String name) {
        return new StyledLine(look).to(2).add(name, Style.DIM).to(VALUES);
    }

    private void progress(DemoFrame frame) {
        var clock = RunText.clock(frame.elapsed()) + " of " + RunText.clock(frame.total());
        blank();
        line(new StyledLine(look).to(2).add(frame.title(), Style.BOLD).right(clock, Style.PLAIN, columns - 2));
        int bar = Math.max(10, columns - 4);
        double done = Math.clamp((double) frame.elapsed().toMillis() / frame.total().toMillis(), 0, 1);
        int full = (int) Math.round(done * bar);
        line(new StyledLine(look).to(2).add("━".repeat(full), Style.GOOD).add("─".repeat(bar - full), Style.DIM));
        var stage = frame.stage();
        var where = new StyledLine(look).to(2);
        if (stage.phase().isEmpty()) {
            where.add("all requests are sent, the last answers are awaited");
        } else {
            where.add(stage.phase().get(), Style.BOLD).add(", " + RunText.rate(stage.announced()) + " announced");
            if (stage.adaptingFor().isPositive()) {
                where.add(", adapting for " + RunText.clock(stage.adaptingFor()) + " more", Style.BUSY);
            }
        }
        line(where);
        blank();
    }

    private void load(DemoFrame frame) {
        var load = frame.load();
        int ready = frame.replicas().ready();
        line(row("load").add(RunText.rate(load.arrivals()), Style.BOLD).add(" arrive, "
                + RunText.rate(load.completions()) + " completed"));
        line(row("in flight").add(Long.toString(load.inFlight()), Style.BOLD).add(ready == 0 ? "" : ", "
                + RunText.number((double) load.inFlight() / ready, 1) + " a replica"));
    }

    private void latency(DemoFrame.Latency latency) {
        var row = row(latency.name());
        if (Double.isNaN(latency.seconds())) {
            row.add("nothing ended in ten seconds", Style.BUSY);
        } else {
            boolean good = latency.seconds() <= latency.target();
            row.add(RunText.seconds(latency.seconds()), good ? Style.GOOD : Style.BAD);
        }
        row.add(", target " + RunText.seconds(latency.target()));
        int start = VALUES + 26;
        int room = Math.min(MOST_SPARKS, columns - start - 2);
        if (row.width() < start && room >= 10) {
            row.to(start);
            sparks(latency, room, row);
        }
        line(row);
    }

    private static void sparks(DemoFrame.Latency latency, int room, StyledLine row) {
        var minute = latency.lastMinute().stream().mapToDouble(Double::doubleValue).toArray();
        for (double value : Sparkline.fit(minute, room)) {
            var spark = Sparkline.of(new double[] {value}, latency.target() * SPARK_TARGETS);
            row.add(spark, value > latency.target() ? Style.BAD : Style.GOOD);
        }
    }

    private void replicas(DemoFrame.Replicas replicas) {
        int starting = Math.max(0, replicas.existing() - replicas.ready());
        int free = Math.max(0, replicas.max() - replicas.existing());
        var row = row("replicas");
        // a bar that would fill the line says less than its numbers
        if (replicas.ready() + starting + free <= (columns - VALUES) / 2) {
            row.add("■".repeat(replicas.ready()), Style.GOOD)
                    .add("□".repeat(starting), Style.BUSY)
                    .add("·".repeat(free), Style.DIM)
                    .to(Math.max(VALUES + 14, row.width() + 2));
        }
        row.add(replicas.ready() + " ready", Style.BOLD)
                .add(", " + replicas.desired() + " desired")
                .add(", " + replicas.min() + " to " + replicas.max(), Style.DIM);
        line(row);
    }

    private void failures(DemoFrame.Load load) {
        line(row("failed").add(
                RunText.count(load.failed(), "request"), load.failed() == 0 ? Style.GOOD : Style.BAD));
    }

    private void decision(DemoFrame frame) {
        var row = row("decision");
        int room = columns - VALUES - 2;
        var why = List.of("");
        if (frame.newest().isEmpty()) {
            row.add("none yet");
        } else {
            var decided = frame.newest().get();
            var record = decided.decision().record();
            row.add(DecisionText.verdict(record.decision()), Style.BOLD);
            row.add(", " + RunText.clock(decided.ago()) + " ago", Style.DIM);
            var cause = look.unicode() ? DecisionText.cause(record) : Ascii.of(DecisionText.cause(record));
            why = StyledLine.wrapped(cause, room, DECISION_LINES);
        }
        line(row);
        for (int i = 0; i < DECISION_LINES; i++) {
            line(new StyledLine(look).to(VALUES).add(i < why.size() ? why.get(i) : ""));
        }
        blank();
    }
}

package dev.headroom.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a person sees while a run goes on: progress, load, p95 against its target, replicas, errors, the last decision
/// with its reason. Redrawn each second in a terminal; one line each ten seconds elsewhere.
final class LiveBlock {

    private static final int BAR = 24;
    private static final int PLAIN_EVERY_SECONDS = 10;

    private final Terminal terminal;
    private final String page;
    private long plainLines;

    LiveBlock(Terminal terminal, String page) {
        this.terminal = terminal;
        this.page = page;
    }

    /// One second of a run.
    ///
    /// @param p95Seconds of the last seconds, NaN when nothing was completed
    record State(
            Duration elapsed,
            Duration total,
            String phase,
            double ratePerSecond,
            double completionsPerSecond,
            double p95Seconds,
            double p95TargetSeconds,
            int inFlight,
            Replicas replicas,
            long errors,
            String decision) {}

    record Replicas(int ready, int desired, int min, int max) {}

    void show(State state) {
        if (terminal.redraws()) {
            terminal.block(lines(state));
        } else if (state.elapsed().toSeconds() >= plainLines * PLAIN_EVERY_SECONDS) {
            plainLines = state.elapsed().toSeconds() / PLAIN_EVERY_SECONDS + 1;
            terminal.line(plain(state));
        }
    }

    private List<String> lines(State state) {
        var lines = new ArrayList<String>();
        double done = Math.min(1, (double) state.elapsed().toMillis() / state.total().toMillis());
        int full = (int) Math.round(done * BAR);
        lines.add("  " + "━".repeat(full) + terminal.dim("━".repeat(BAR - full)) + "  " + clock(state.elapsed())
                + " of "
                + clock(state.total()) + "  " + terminal.bold(state.phase()));
        lines.add(String.format(
                Locale.ROOT,
                "  load      %5.1f requests/s, %.1f completed/s, %d in flight",
                state.ratePerSecond(),
                state.completionsPerSecond(),
                state.inFlight()));
        lines.add("  p95       " + p95(state));
        var replicas = state.replicas();
        lines.add(String.format(
                Locale.ROOT,
                "  replicas  %s %d ready, %d wanted (%d to %d)",
                "▮".repeat(replicas.ready()) + "▯".repeat(Math.max(0, replicas.desired() - replicas.ready())),
                replicas.ready(),
                replicas.desired(),
                replicas.min(),
                replicas.max()));
        lines.add("  errors    " + (state.errors() == 0 ? terminal.good("0") : terminal.bad("" + state.errors())));
        lines.add(cut("  decision  " + state.decision()));
        lines.add(terminal.dim("  " + page));
        return lines;
    }

    private String p95(State state) {
        var target = " (target " + milliseconds(state.p95TargetSeconds()) + ")";
        if (Double.isNaN(state.p95Seconds())) {
            return "nothing completed yet" + target;
        }
        var value = milliseconds(state.p95Seconds());
        return (state.p95Seconds() <= state.p95TargetSeconds() ? terminal.good(value) : terminal.bad(value)) + target;
    }

    private String plain(State state) {
        return String.format(
                Locale.ROOT,
                "%s  %-10s %5.1f requests/s  p95 %s of %s  %d in flight  replicas %d ready, %d wanted  errors %d  %s",
                clock(state.elapsed()),
                state.phase(),
                state.ratePerSecond(),
                Double.isNaN(state.p95Seconds()) ? "-" : milliseconds(state.p95Seconds()),
                milliseconds(state.p95TargetSeconds()),
                state.inFlight(),
                state.replicas().ready(),
                state.replicas().desired(),
                state.errors(),
                state.decision());
    }

    private String cut(String line) {
        int columns = terminal.columns();
        return line.length() <= columns ? line : line.substring(0, columns - 1) + "…";
    }

    private static String clock(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }

    private static String milliseconds(double seconds) {
        return Math.round(seconds * 1000) + " ms";
    }
}

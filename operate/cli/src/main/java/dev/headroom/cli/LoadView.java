package dev.headroom.cli;

import dev.headroom.inspection.Columns;
import dev.headroom.loadgen.Latencies;
import dev.headroom.loadgen.LoadSecond;
import dev.headroom.loadgen.LoadSnapshot;
import dev.headroom.loadgen.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A load test as a person follows it: a block redrawn each second in a terminal, a line each ten seconds elsewhere,
/// and a table at the end.
final class LoadView {

    private static final int PLAIN_EVERY_SECONDS = 10;

    private final Terminal terminal;
    private final Duration total;
    private long plainLines;

    LoadView(Terminal terminal, Duration total) {
        this.terminal = terminal;
        this.total = total;
    }

    void second(LoadSecond second, LoadSnapshot snapshot) {
        long elapsed = snapshot.state().elapsed().toSeconds();
        if (terminal.redraws()) {
            terminal.block(live(second, snapshot));
        } else if (elapsed >= plainLines * PLAIN_EVERY_SECONDS) {
            plainLines = elapsed / PLAIN_EVERY_SECONDS + 1;
            terminal.line(String.format(
                    Locale.ROOT,
                    "%s  %d due/s  %d completed/s  %d failed/s  p50 %s  p95 %s  p99 %s  %d in flight  %d users",
                    clock(snapshot.state().elapsed()),
                    second.arrivals(),
                    second.completions(),
                    second.failures(),
                    time(second.p50()),
                    time(second.p95()),
                    time(second.p99()),
                    second.inFlight(),
                    second.users()));
        }
    }

    private List<String> live(LoadSecond second, LoadSnapshot snapshot) {
        var window = snapshot.measured().window();
        var lines = new ArrayList<String>();
        lines.add("  " + clock(snapshot.state().elapsed()) + " of " + clock(total) + "   "
                + (second.users() == 0 ? "" : second.users() + " users, ") + second.inFlight() + " in flight");
        var columns = new Columns("", "DUE", "COMPLETED", "FAILED", "P50", "P95", "P99", "MAX");
        columns.row(
                "last second",
                "" + second.arrivals(),
                "" + second.completions(),
                "" + second.failures(),
                time(second.p50()),
                time(second.p95()),
                time(second.p99()),
                "");
        columns.row("last 10 s", "", "", "", time(window.p50()), time(window.p95()), time(window.p99()),
                time(window.max()));
        var all = snapshot.measured().total();
        columns.row(
                "so far",
                "" + snapshot.counts().arrivals(),
                "" + snapshot.counts().of(Outcome.OK),
                "" + snapshot.counts().failed(),
                time(all.p50()),
                time(all.p95()),
                time(all.p99()),
                time(all.max()));
        columns.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    /// The table at the end, below the live block.
    void end(LoadSnapshot end) {
        terminal.keep();
        summary(end).forEach(terminal::line);
    }

    static List<String> summary(LoadSnapshot end) {
        var counts = end.counts();
        double seconds = Math.max(1e-9, end.state().elapsed().toNanos() / 1e9);
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "%d requests due in %s, %d sent, %d completed (%.1f/s), %d failed (%.2f %%)",
                counts.arrivals(),
                clock(end.state().elapsed()),
                counts.sent(),
                counts.of(Outcome.OK),
                counts.of(Outcome.OK) / seconds,
                counts.failed(),
                counts.errorRate() * 100));
        lines.add("latency     " + latencies(end.measured().total()));
        if (!counts.statuses().isEmpty()) {
            var statuses = new ArrayList<String>();
            counts.statuses().forEach((status, count) -> statuses.add(status + ": " + count));
            lines.add("statuses    " + String.join(", ", statuses));
        }
        counts.outcomes().forEach((outcome, count) -> {
            if (outcome.failed()) {
                lines.add("failed      " + count + " " + outcome.label() + ", first: " + first(end, outcome));
            }
        });
        var lateness = end.measured().lateness();
        if (lateness.notable(counts.arrivals())) {
            lines.add("! the generator fell behind its schedule: " + lateness.late()
                    + " requests more than " + time(lateness.tolerance().toNanos() / 1e9) + " late, worst "
                    + time(lateness.worst().toNanos() / 1e9)
                    + "; raise --threads or lower the rate");
        }
        if (lateness.waited() > 0) {
            lines.add("! " + lateness.waited() + " requests waited for a connection (limit --connections)");
        }
        return lines;
    }

    private static String first(LoadSnapshot end, Outcome outcome) {
        return end.failures().stream()
                .filter(failure -> failure.outcome() == outcome)
                .findFirst()
                .map(failure -> failure.request() + " " + failure.detail() + " at "
                        + clock(Duration.between(end.startedAt(), failure.ended())))
                .orElse("not kept");
    }

    private static String latencies(Latencies latencies) {
        if (latencies.count() == 0) {
            return "nothing was answered";
        }
        return "p50 " + time(latencies.p50()) + "  p95 " + time(latencies.p95()) + "  p99 " + time(latencies.p99())
                + "  max " + time(latencies.max()) + "  mean " + time(latencies.mean())
                + "  (from when each request was due)";
    }

    static String time(double seconds) {
        if (Double.isNaN(seconds)) {
            return "-";
        }
        double millis = seconds * 1000;
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    private static String clock(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}

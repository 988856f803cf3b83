package dev.headroom.report;

import dev.headroom.explain.DecisionText;
import dev.headroom.verdicts.FailureAttribution;
import dev.headroom.verdicts.FailureCause;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.RunText;
import dev.headroom.verdicts.TelemetrySample;
import dev.headroom.verdicts.Verdict;
import dev.headroom.verdicts.Verdicts;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The report as GitHub-flavoured Markdown, for a pull request or a chat.
final class MarkdownReport {

    private static final int WIDTH = 80;

    private final RunRecord run;
    private final Verdicts verdicts;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(RunRecord run, Verdicts verdicts) {
        this.run = run;
        this.verdicts = verdicts;
    }

    static String of(RunRecord run, Verdicts verdicts) {
        var report = new MarkdownReport(run, verdicts);
        report.head();
        report.verdicts();
        report.charts();
        report.phases();
        report.failures();
        report.decisions();
        report.files();
        return report.text.toString();
    }

    private void head() {
        text.append("# ").append(escaped(run.plan().title())).append("\n\n**").append(verdicts.passed() ? "✅ " : "❌ ")
                .append(verdicts.summary()).append("**\n\n");
        RunFacts.of(run).forEach((name, fact) ->
                text.append("- ").append(name).append(": ").append(escaped(fact)).append('\n'));
        text.append('\n');
    }

    private void verdicts() {
        text.append("## Verdicts\n\n");
        row(List.of("", "Claim", "Expected", "Measured", "Detail"));
        rule(5);
        for (var verdict : verdicts.list()) {
            var mark = switch (verdict) {
                case Verdict.Passed _ -> "✅ passed";
                case Verdict.Failed _ -> "❌ failed";
                case Verdict.NotMeasured _ -> "❔ not measured";
            };
            row(List.of(
                    mark,
                    verdict.claim().name(),
                    verdict.claim().expected().text(),
                    verdict.measuredText(),
                    verdict.detailText()));
        }
        text.append('\n');
        verdicts.notAsked().forEach(each -> text.append("Not asked: ").append(escaped(each)).append(".\n\n"));
        text.append("<details><summary>How each number comes about</summary>\n\n");
        for (var verdict : verdicts.list()) {
            text.append("- **").append(escaped(verdict.claim().name())).append("**: ")
                    .append(escaped(verdict.claim().definition())).append('\n');
        }
        text.append("\n</details>\n\n");
    }

    /// One line of blocks per quantity: enough to see the shape of a run where no picture can be shown.
    private void charts() {
        if (run.samples().isEmpty()) {
            text.append("Nothing was measured: the run was over before its first second.\n\n");
            return;
        }
        var name = run.plan().objective().name();
        text.append("## What happened\n\n```\n");
        chart("requests/s", RunText::rate, sample -> sample.traffic().arrivals());
        chart("failed/s", RunText::rate, sample -> sample.traffic().failed());
        chart(name + " of 10 s", RunText::seconds, sample -> sample.latency().window());
        chart("in flight", value -> RunText.number(value, 0), sample -> sample.traffic().inFlight());
        chart("desired", value -> RunText.number(value, 0), sample -> sample.replicas().desired());
        chart("ready", value -> RunText.number(value, 0), sample -> sample.replicas().ready());
        text.append("```\n\n").append("From 0:00 to ").append(RunText.clock(run.samples().getLast().offset()))
                .append("; the number is the highest.\n\n");
    }

    /// How a number of a chart is printed.
    private interface Printed {

        String of(double value);
    }

    private void chart(String name, Printed printed, ToDoubleFunction<TelemetrySample> value) {
        var values = run.samples().stream().mapToDouble(value).toArray();
        double highest = 0;
        for (double each : values) {
            highest = Double.isNaN(each) ? highest : Math.max(highest, each);
        }
        text.append(name).append(" ".repeat(Math.max(1, 12 - name.length())))
                .append(Sparkline.of(Sparkline.fit(values, WIDTH), highest * 1.001)).append("  ")
                .append(printed.of(highest)).append('\n');
    }

    private void phases() {
        var headings = PhaseSummary.headings(run.plan().objective().name());
        text.append("## Phases\n\n");
        row(headings);
        rule(headings.size());
        PhaseSummary.of(run).forEach(phase -> row(phase.cells()));
        text.append('\n');
    }

    private void failures() {
        var attribution = FailureAttribution.of(run);
        if (run.load().counts().failed() == 0) {
            return;
        }
        text.append("## Failed requests\n\n");
        row(List.of("Cause", "Requests", "What counts"));
        rule(3);
        for (var cause : FailureCause.values()) {
            if (attribution.of(cause) > 0) {
                row(List.of(cause.words(), Long.toString(attribution.of(cause)), cause.definition()));
            }
        }
        if (attribution.unknown() > 0) {
            row(List.of("unknown", Long.toString(attribution.unknown()), "whose times were not kept"));
        }
        text.append('\n');
    }

    private void decisions() {
        var groups = DecisionGroup.of(run.decisions());
        text.append("## Decisions\n\n").append(RunText.count(run.decisions().size(), "decision"))
                .append("; those that changed the count, and those made without a number:\n\n");
        row(List.of("At", "Decision", "Why"));
        rule(3);
        for (var group : groups) {
            if (group.changes() || group.blind()) {
                var last = group.last().record();
                var many = group.decisions().size() == 1 ? "" : " (" + group.decisions().size() + " decisions)";
                row(List.of(
                        RunText.clock(run.offset(group.first().record().time())),
                        DecisionText.verdict(last.decision()),
                        DecisionText.cause(last) + many));
            }
        }
        text.append('\n');
    }

    private void files() {
        text.append("## Files\n\n")
                .append("- `report.html`: this with charts, and every decision with its reasons\n")
                .append("- `telemetry.csv`: one line per second. ").append(TelemetryCsv.DESCRIPTION).append('\n')
                .append("- `decisions.jsonl`: one decision per line, as the HTTP API has it, with all that it saw:")
                .append(" `headroom test` decides each of them once more\n");
    }

    private void row(List<String> cells) {
        text.append(cells.stream().map(MarkdownReport::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private void rule(int columns) {
        text.append("|").append("---|".repeat(columns)).append('\n');
    }

    /// What others wrote is text, in a table or out of it.
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
                .replace("_", "\\_").replace("`", "\\`").replaceAll("\\s*\\R\\s*", " ");
    }
}

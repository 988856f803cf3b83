package dev.headroom.report;

import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.RunText;
import dev.headroom.verdicts.Verdict;
import dev.headroom.verdicts.Verdicts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The report as one page that asks nobody for anything: styles, drawings and the little script are in it.
final class HtmlReport {

    private final RunRecord run;
    private final Verdicts verdicts;
    private final StringBuilder html = new StringBuilder(1 << 18);

    private HtmlReport(RunRecord run, Verdicts verdicts) {
        this.run = run;
        this.verdicts = verdicts;
    }

    static String of(RunRecord run, Verdicts verdicts) {
        return new HtmlReport(run, verdicts).page();
    }

    private String page() {
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(verdicts.passed() ? "passed: " : "not passed: ").append(Html.text(run.plan().title()))
                .append("</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n").append(resource("report.css"))
                .append("</style>\n</head>\n<body>\n<main>\n");
        head();
        verdicts();
        charts();
        new HtmlTables(run).append(html);
        html.append("</main>\n<script>\n").append(resource("report.js")).append("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private void head() {
        html.append("<header>\n<p class=\"brand\">Headroom, report of a run</p>\n<h1>")
                .append(Html.text(run.plan().title())).append("</h1>\n<p class=\"outcome ")
                .append(verdicts.passed() ? "passed" : "failed").append("\">")
                .append(Html.text(capital(verdicts.summary()))).append("</p>\n<dl class=\"facts\">\n");
        RunFacts.of(run).forEach((name, text) -> html.append("<div><dt>").append(Html.text(name)).append("</dt><dd>")
                .append(Html.text(text)).append("</dd></div>\n"));
        html.append("</dl>\n</header>\n");
    }

    private void verdicts() {
        html.append("<section id=\"verdicts\">\n<h2>Verdicts</h2>\n<table class=\"verdicts\">\n<thead><tr><th></th>")
                .append("<th>Claim</th><th>Expected</th><th>Measured</th></tr></thead>\n");
        for (var group : Verdict.Group.values()) {
            var members = verdicts.list().stream()
                    .filter(verdict -> verdict.claim().group() == group)
                    .toList();
            if (!members.isEmpty()) {
                html.append("<tbody>\n<tr class=\"group\"><th colspan=\"4\">").append(group.words())
                        .append("</th></tr>\n");
                members.forEach(this::verdict);
                html.append("</tbody>\n");
            }
        }
        html.append("</table>\n");
        for (var each : verdicts.notAsked()) {
            html.append("<p class=\"dim\">Not asked: ").append(Html.text(each)).append(".</p>\n");
        }
        html.append("<details class=\"definitions\"><summary>How each number comes about</summary>\n<dl>\n");
        for (var verdict : verdicts.list()) {
            html.append("<dt>").append(Html.text(verdict.claim().name())).append("</dt><dd>")
                    .append(Html.text(verdict.claim().definition())).append("</dd>\n");
        }
        html.append("</dl>\n</details>\n</section>\n");
    }

    private void verdict(Verdict verdict) {
        html.append("<tr class=\"").append(verdict.word().replace(' ', '-')).append("\"><td><span class=\"mark\">")
                .append(verdict.word()).append("</span></td><td><b>").append(Html.text(verdict.claim().name()))
                .append("</b><br><small>").append(Html.text(verdict.detailText()))
                .append("</small></td><td data-label=\"expected\">")
                .append(Html.text(verdict.claim().expected().text())).append("</td><td data-label=\"measured\">")
                .append(Html.text(verdict.measuredText())).append("</td></tr>\n");
    }

    private void charts() {
        var charts = new RunCharts(run);
        html.append("<section id=\"charts\">\n<h2>What happened</h2>\n");
        if (run.samples().isEmpty()) {
            html.append("<p>Nothing was measured: the run was over before its first second.</p>\n</section>\n");
            return;
        }
        html.append("<p class=\"dim\"><span class=\"swatch adapting\"></span> announced adaptation windows, where the")
                .append(" objective does not count</p>\n");
        var drawing = charts.drawing();
        var list = charts.charts();
        list.forEach(chart -> html.append(drawing.figure(chart)));
        html.append("<script type=\"application/json\" id=\"values\">").append(values(list)).append("</script>\n")
                .append("</section>\n");
    }

    /// The values that the script shows where a reader points: per chart and line, in the order of the samples.
    private String values(List<Chart> charts) {
        var times = run.samples().stream()
                .map(sample -> RunText.number(sample.offset().toMillis() / 1000.0, 1))
                .collect(Collectors.joining(","));
        var parts = new ArrayList<String>();
        for (var chart : charts) {
            var lines = chart.lines().stream().map(HtmlReport::values).collect(Collectors.joining(","));
            parts.add("\"" + chart.id() + "\":{\"unit\":\"" + chart.unit() + "\",\"lines\":[" + lines + "]}");
        }
        var span = RunText.number(Math.max(1, run.span().toMillis() / 1000.0), 1);
        return "{\"span\":" + span + ",\"times\":[" + times + "],\"charts\":{" + String.join(",", parts) + "}}";
    }

    private static String values(Chart.Line line) {
        var values = new StringBuilder("[");
        for (double value : line.values()) {
            values.append(values.length() == 1 ? "" : ",")
                    .append(Double.isNaN(value) ? "null" : RunText.number(value, value % 1 == 0 ? 0 : 3));
        }
        return values.append(']').toString();
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String resource(String name) {
        try (var bytes = HtmlReport.class.getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IllegalStateException(name + " is not beside its class");
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

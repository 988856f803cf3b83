package dev.headroom.report;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.Signal;
import dev.headroom.explain.DecisionText;
import dev.headroom.verdicts.FailureAttribution;
import dev.headroom.verdicts.FailureCause;
import dev.headroom.verdicts.ReplicaChange;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.RunText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The tables of the page: phases, decisions with everything that led to them, failures, replicas, events.
final class HtmlTables {

    /// How many single failures are listed; the counts above hold all.
    private static final int FAILURES_SHOWN = 50;

    private final RunRecord run;

    HtmlTables(RunRecord run) {
        this.run = run;
    }

    void append(StringBuilder html) {
        phases(html);
        decisions(html);
        failures(html);
        replicas(html);
        events(html);
    }

    private void phases(StringBuilder html) {
        html.append("<section id=\"phases\">\n<h2>Phases</h2>\n<div class=\"wide\"><table>\n<thead>");
        row(html, "th", PhaseSummary.headings(run.plan().objective().name()));
        html.append("</thead>\n<tbody>\n");
        PhaseSummary.of(run).forEach(phase -> row(html, "td", phase.cells()));
        html.append("</tbody>\n</table></div>\n</section>\n");
    }

    private void decisions(StringBuilder html) {
        html.append("<section id=\"decisions\">\n<h2>Decisions</h2>\n");
        if (run.decisions().isEmpty()) {
            html.append("<p>Nothing was decided.</p>\n</section>\n");
            return;
        }
        html.append("<p class=\"dim\">").append(RunText.count(run.decisions().size(), "decision"))
                .append("; those in a row that say the same are one line, which opens on the last of them.</p>\n")
                .append("<div class=\"decisions\">\n");
        for (var group : DecisionGroup.of(run.decisions())) {
            var last = group.last().record();
            var style = group.blind() ? "blind" : group.changes() ? "changes" : "holds";
            html.append("<details class=\"").append(style).append("\" id=\"decision-").append(group.last().id())
                    .append("\"><summary><time>").append(clock(group.first().record().time())).append("</time><b>")
                    .append(Html.text(DecisionText.verdict(last.decision()))).append("</b><span>")
                    .append(Html.text(DecisionText.cause(last)));
            if (group.decisions().size() > 1) {
                html.append(" <small>").append(group.decisions().size()).append(" decisions until ")
                        .append(clock(last.time())).append("</small>");
            }
            html.append("</span></summary>\n");
            chain(html, group.last().id(), last);
            html.append("</details>\n");
        }
        html.append("</div>\n</section>\n");
    }

    private static void chain(StringBuilder html, long id, DecisionRecord record) {
        html.append("<p class=\"dim\">Decision ").append(id).append(" at ").append(record.time()).append("</p>\n");
        if (!record.inputs().isEmpty()) {
            html.append("<div class=\"wide\"><table>\n<thead>");
            row(html, "th", List.of("Metric", "Reading", "Target", "Wants", "Newest sample"));
            html.append("</thead>\n<tbody>\n");
            for (var input : record.inputs()) {
                html.append("<tr><td>").append(Html.text(DecisionText.name(input)));
                if (!input.query().isEmpty()) {
                    html.append("<code>").append(Html.text(input.query().strip().replaceAll("\\s+", " ")))
                            .append("</code>");
                }
                html.append("</td><td>").append(Html.text(input.reading())).append("</td><td>")
                        .append(Html.text(input.target())).append("</td><td>")
                        .append(input.proposal().map(String::valueOf).orElse(RunText.NOTHING)).append("</td><td>")
                        .append(Html.text(DecisionText.trouble(input).orElseGet(() -> age(input.signal()))))
                        .append("</td></tr>\n");
            }
            html.append("</tbody>\n</table></div>\n");
        }
        html.append("<ol>\n");
        for (var reason : record.decision().reasons()) {
            html.append("<li><b>").append(Html.text(reason.code())).append("</b> ")
                    .append(Html.text(reason.text())).append("</li>\n");
        }
        html.append("</ol>\n");
    }

    private static String age(Signal signal) {
        return switch (signal) {
            case Signal.Value value -> RunText.seconds(value.age()) + " old";
            case Signal.Partial partial -> RunText.seconds(partial.age()) + " old, in part";
            case Signal.Stale stale -> RunText.seconds(stale.age()) + " old";
            case Signal.Absent _, Signal.NotANumber _, Signal.Failed _ -> RunText.NOTHING;
        };
    }

    private void failures(StringBuilder html) {
        var attribution = FailureAttribution.of(run);
        var failed = run.load().counts().failed();
        html.append("<section id=\"failures\">\n<h2>Failed requests</h2>\n");
        if (failed == 0) {
            html.append("<p>None of ").append(RunText.count(run.load().counts().ended(), "request"))
                    .append(".</p>\n</section>\n");
            return;
        }
        html.append("<div class=\"wide\"><table>\n<thead>");
        row(html, "th", List.of("Cause", "Requests", "What counts"));
        html.append("</thead>\n<tbody>\n");
        for (var cause : FailureCause.values()) {
            if (attribution.of(cause) > 0) {
                row(html, "td", List.of(
                        cause.words(), Long.toString(attribution.of(cause)), cause.definition()));
            }
        }
        if (attribution.unknown() > 0) {
            row(html, "td", List.of("unknown", Long.toString(attribution.unknown()),
                    "beyond the first " + run.load().failures().size() + ", whose times were kept"));
        }
        html.append("</tbody>\n</table></div>\n<details><summary>The first ")
                .append(RunText.count(Math.min(FAILURES_SHOWN, run.load().failures().size()), "failure"))
                .append("</summary>\n<div class=\"wide\"><table>\n<thead>");
        row(html, "th", List.of("Due", "Failed after", "Outcome", "Request", "What was said"));
        html.append("</thead>\n<tbody>\n");
        for (var failure : run.load().failures().stream().limit(FAILURES_SHOWN).toList()) {
            row(html, "td", List.of(
                    clock(failure.due()),
                    RunText.seconds(Duration.between(failure.due(), failure.ended())),
                    failure.outcome().label().replace('_', ' '),
                    failure.request(),
                    failure.detail()));
        }
        html.append("</tbody>\n</table></div>\n</details>\n</section>\n");
    }

    private void replicas(StringBuilder html) {
        var changes = run.changes();
        if (changes.isEmpty()) {
            return;
        }
        html.append("<section id=\"changes\">\n<h2>Replicas that came and went</h2>\n<details><summary>")
                .append(RunText.count(changes.size(), "change"))
                .append("</summary>\n<div class=\"wide\"><table>\n<thead>");
        row(html, "th", List.of("At", "Replica", "What", "Took"));
        html.append("</thead>\n<tbody>\n");
        for (var change : changes) {
            row(html, "td", List.of(
                    clock(change.from()), change.replica(), words(change), took(change)));
        }
        html.append("</tbody>\n</table></div>\n</details>\n</section>\n");
    }

    private static String words(ReplicaChange change) {
        return switch (change.kind()) {
            case STARTING, READY -> "started";
            case DRAINING, ENDED -> "drained and ended";
            case LOST -> "was lost";
        };
    }

    private static String took(ReplicaChange change) {
        var time = RunText.seconds(Duration.between(change.from(), change.until()));
        return change.done() ? time : "not done after " + time;
    }

    private void events(StringBuilder html) {
        var events = run.observed().events();
        if (events.isEmpty()) {
            return;
        }
        html.append("<section id=\"events\">\n<h2>Events</h2>\n<details><summary>")
                .append(RunText.count(events.size(), "event"))
                .append("</summary>\n<div class=\"wide\"><table>\n<thead>");
        row(html, "th", List.of("At", "Object", "Reason", "Message"));
        html.append("</thead>\n<tbody>\n");
        for (var event : events) {
            row(html, "td", List.of(
                    clock(event.time()), event.kind() + " " + event.object(), event.reason(), event.message()));
        }
        html.append("</tbody>\n</table></div>\n</details>\n</section>\n");
    }

    private String clock(Instant time) {
        return RunText.clock(run.offset(time));
    }

    private static void row(StringBuilder html, String cell, List<String> cells) {
        html.append("<tr>");
        cells.forEach(text -> html.append('<').append(cell).append('>').append(Html.text(text)).append("</")
                .append(cell).append('>'));
        html.append("</tr>\n");
    }
}

package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.report.SimulatedRun.Knobs;
import dev.headroom.verdicts.Ending;
import dev.headroom.verdicts.RunEvent;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.Telemetry;
import dev.headroom.verdicts.Verdicts;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of a run.
class HtmlReportTest {

    private static final Set<String> VOID = Set.of("meta", "link", "br", "!doctype");
    private static final Pattern TAG = Pattern.compile("<(/?)([!a-zA-Z][\\w-]*)((?:\"[^\"]*\"|[^>\"])*?)(/?)>");

    private static final RunRecord GOOD = SimulatedRun.of(Knobs.GOOD);

    private static String page(RunRecord run) {
        return HtmlReport.of(run, Verdicts.of(run));
    }

    /// A run that failed before its first second, with an event whose words are markup.
    private static RunRecord empty() {
        var telemetry = new Telemetry(GOOD.plan(), SimulatedRun.START);
        telemetry.happened(new RunEvent(
                SimulatedRun.START, "Pod", "<b>web</b>", "BackOff", "</script><script>alert('a & b')</script>"));
        return telemetry.record(
                SimulatedRun.START,
                new Ending.Failed("no replica became ready in 60 s"),
                Optional.empty(),
                SimulatedRun.MACHINE);
    }

    @Test
    void itAsksNobodyForAnything() {
        for (var run : List.of(GOOD, SimulatedRun.of(Knobs.BLIND), empty())) {
            var page = page(run);
            var tag = TAG.matcher(page);
            while (tag.find()) {
                var attributes = tag.group(3);
                assertFalse(attributes.contains(" src="), tag.group());
                var link = Pattern.compile("href=\"([^\"]*)\"").matcher(attributes);
                while (link.find()) {
                    assertTrue(link.group(1).startsWith("#") || link.group(1).equals("data:,"), tag.group());
                }
            }
            assertFalse(page.contains("url("), "a style sheet that loads");
            assertFalse(page.contains("@import"), "a style sheet that loads");
            assertFalse(page.contains("fetch("), "a script that loads");
        }
    }

    @Test
    void everyElementThatOpensCloses() {
        for (var run : List.of(GOOD, SimulatedRun.of(Knobs.OVERLOADED), SimulatedRun.of(Knobs.INTERRUPTED), empty())) {
            var page = page(run).replaceAll("(?s)(<script[^>]*>).*?(</script>)", "$1$2");
            var open = new ArrayDeque<String>();
            var tag = TAG.matcher(page);
            while (tag.find()) {
                var name = tag.group(2);
                if (VOID.contains(name) || !tag.group(4).isEmpty()) {
                    continue;
                }
                if (tag.group(1).isEmpty()) {
                    open.push(name);
                } else {
                    assertEquals(open.pop(), name, "at " + tag.start());
                }
            }
            assertTrue(open.isEmpty(), open.toString());
        }
    }

    @Test
    void everyLinkLeadsSomewhereAndNoNameIsTakenTwice() {
        var page = page(GOOD);
        var names = new HashSet<String>();
        var id = Pattern.compile(" id=\"([^\"]*)\"").matcher(page);
        while (id.find()) {
            assertTrue(names.add(id.group(1)), "twice: " + id.group(1));
        }
        var link = Pattern.compile("href=\"#([^\"]*)\"").matcher(page);
        int links = 0;
        while (link.find()) {
            assertTrue(names.contains(link.group(1)), "leads nowhere: " + link.group(1));
            links++;
        }
        assertTrue(links >= 10, links + " links from decisions in the chart");
    }

    @Test
    void whatOthersWroteIsTextAndNeverMarkup() {
        var page = page(empty());
        assertTrue(page.contains("&lt;/script&gt;&lt;script&gt;alert(&#39;a &amp; b&#39;)&lt;/script&gt;"));
        assertTrue(page.contains("Pod &lt;b&gt;web&lt;/b&gt;"));
    }

    @Test
    void verdictsComeFirstThenChartsThenDecisions() {
        var page = page(GOOD);
        assertTrue(page.contains("All 14 verdicts passed"));
        int verdicts = page.indexOf("id=\"verdicts\"");
        int charts = page.indexOf("id=\"charts\"");
        int decisions = page.indexOf("id=\"decisions\"");
        assertTrue(verdicts > 0 && verdicts < charts && charts < decisions);
        for (var chart : List.of("latency", "replicas", "traffic", "in-flight", "cpu")) {
            assertTrue(page.contains("<figure class=\"chart\" id=\"" + chart + "\">"), chart);
        }
    }

    @Test
    void aDecisionOpensOnItsMetricsAndItsSteps() {
        var page = page(SimulatedRun.of(Knobs.BLIND));
        assertTrue(page.contains("<li><b>TriggerError</b> p95 (s0-prometheus) has no number: no sample of"), page);
        assertTrue(page.contains("class=\"blind\""));
    }

    @Test
    void aRunWithoutASecondSaysSo() {
        var page = page(empty());
        assertTrue(page.contains("Nothing was measured: the run was over before its first second."));
        assertTrue(page.contains("failed: no replica became ready in 60 s"));
        assertTrue(page.contains("Nothing was decided."));
    }
}

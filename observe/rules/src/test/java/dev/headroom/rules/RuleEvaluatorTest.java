package dev.headroom.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.LabelNaming;
import dev.headroom.model.Labels;
import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The alerts of an inference service, evaluated every ten seconds.
class RuleEvaluatorTest {

    private static final String RULES = """
            groups:
              - name: slo
                interval: 10s
                rules:
                  - record: service:p95
                    expr: p95
                    labels: {team: forecast}
                  - alert: LatencySLOBreach
                    expr: p95 > 0.35
                    for: 20s
                    keep_firing_for: 20s
                    labels: {severity: page}
                    annotations:
                      summary: "{{ $labels.service }} is at {{ $value | humanizeDuration }}"
            """;
    private static final String BREACH = "p95 > 0.35";

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T10:00:00Z"));
    private final ScriptedEngine engine = new ScriptedEngine();
    private final WrittenSamples storage = new WrittenSamples();
    private final List<Notification> sent = new ArrayList<>();
    private final RuleEvaluator evaluator = new RuleEvaluator(new GroupRun.Surroundings(
            timeline, _ -> engine, storage, storage, sent::addAll, RuleSettings.standard("http://127.0.0.1:9095")));

    @Test
    void aRecordingRuleStoresItsExpressionAndEndsWhatIsGone() {
        engine.answer("p95", 0.2, "service", "inference");
        start();
        assertEquals(
                Map.of("{__name__=\"service:p95\", service=\"inference\", team=\"forecast\"}", 0.2), storage.alive());
        engine.nothing("p95");
        evaluateOnce();
        assertEquals(Map.of(), storage.alive());
    }

    private static FloatHistogram histogram(double inBucket) {
        return new FloatHistogram(CounterReset.GAUGE, 3, 0, 0, inBucket, 1, BucketCounts.adjacent(1, inBucket),
                BucketCounts.none(), List.of());
    }

    @Test
    void aRecordingRuleStoresHistogramsAndTellsOfOneThatCannotBeStored() {
        engine.answer("p95", histogram(2.5), "service", "inference");
        engine.answer("p95", histogram(-1), "service", "batch");
        start();
        var labels = Labels.of(Labels.NAME, "service:p95", "service", "inference", "team", "forecast");
        assertEquals(Map.of(labels, histogram(2.5)), storage.histograms);
        var status = evaluator.groups().getFirst().rules().getFirst();
        assertEquals(RuleStatus.Health.ERR, status.health());
        assertTrue(status.lastError().endsWith(
                "service=\"batch\", team=\"forecast\"}: expected a histogram that can be stored, got one with a"
                + " negative count"), status::lastError);
    }

    @Test
    void anAlertIsPendingThenFiresThenKeepsFiringThenResolves() {
        engine.answer(BREACH, 0.412, "service", "inference");
        start();
        assertEquals("pending", phase());
        evaluateOnce();
        assertEquals("pending", phase());
        assertTrue(sent.isEmpty());

        evaluateOnce();
        assertEquals("firing", phase());
        assertEquals(1, sent.size());
        assertEquals(
                Map.of("summary", "inference is at 412ms"), sent.getFirst().annotations());
        assertEquals("page", sent.getFirst().labels().value("severity"));

        engine.nothing(BREACH);
        evaluateOnce();
        assertEquals("firing", phase());
        evaluateOnce();
        evaluateOnce();
        assertEquals("inactive", phase());
        assertEquals(sent.getLast().endsAt(), evaluator.groups().getFirst().lastEvaluation().orElseThrow());
    }

    @Test
    void aQueryThatFailsChangesNothingButTheHealth() {
        engine.answer(BREACH, 0.412, "service", "inference");
        start();
        evaluateOnce();
        evaluateOnce();
        var before = storage.alive();
        engine.failing(true);
        evaluateOnce();
        assertEquals("firing", phase());
        assertEquals(before, storage.alive());
        var rule = evaluator.groups().getFirst().rules().getLast();
        assertEquals(RuleStatus.Health.ERR, rule.health());
        assertEquals("query timed out in expression evaluation", rule.lastError());
    }

    @Test
    void evaluationsThatWereLeftOutAreCounted() {
        var around = new GroupRun.Surroundings(
                timeline, _ -> engine, storage, storage, sent::addAll, RuleSettings.standard("http://127.0.0.1:9095"));
        var run = new GroupRun(groups(RULES).getFirst(), around, true);
        var first = timeline.now();
        run.evaluate(first);
        run.evaluate(first.plusSeconds(10));
        assertEquals(0, run.pace().missed());
        run.evaluate(first.plusSeconds(40));
        assertEquals(2, run.pace().missed());
        assertEquals(3, run.pace().iterations());
    }

    @Test
    void aReloadKeepsTheAlertsOfRulesThatStay() {
        engine.answer(BREACH, 0.412, "service", "inference");
        start();
        evaluateOnce();
        evaluator.sync(groups(RULES.replace("for: 20s", "for: 25s")));
        evaluateOnce();
        assertEquals("pending", phase());
        evaluateOnce();
        assertEquals("firing", phase());
    }

    @Test
    void theSeriesOfARemovedGroupEnd() {
        engine.answer("p95", 0.2, "service", "inference");
        start();
        evaluator.sync(List.of());
        assertEquals(Map.of(), storage.alive());
    }

    private void start() {
        evaluator.sync(groups(RULES));
        evaluateOnce();
    }

    private void evaluateOnce() {
        timeline.advance(Duration.ofSeconds(10));
    }

    private String phase() {
        return evaluator.groups().getFirst().rules().getLast().state().word();
    }

    private static List<RuleGroup> groups(String rules) {
        return new RuleFiles(LabelNaming.UTF8, _ -> Optional.empty()).read("alerts.yaml", rules);
    }
}

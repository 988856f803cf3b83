package dev.headroom.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.LabelNaming;
import dev.headroom.promql.Parser;
import dev.headroom.promql.Syntax;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.rules.GroupRun;
import dev.headroom.rules.Notification;
import dev.headroom.rules.RuleEvaluator;
import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleSettings;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Head;
import dev.headroom.tsdb.HeadOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The users' two alerts on a virtual timeline: a service gets slow and fails, and both fire to the second.
class UsersAlertsTest {

    private static final Duration SCRAPE = Duration.ofSeconds(15);

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T10:00:00Z"));
    private final Head head = new Head(HeadOptions.defaults());
    private final TroubledService service = new TroubledService();
    private final Map<String, Instant> pendingSince = new TreeMap<>();
    private final Map<String, Instant> fired = new TreeMap<>();
    private final Map<String, Instant> resolved = new TreeMap<>();
    private boolean troubled;

    static String rules() {
        try (var file = Objects.requireNonNull(
                UsersAlertsTest.class.getResourceAsStream("/users-alerts.yaml"), "users-alerts.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private RuleEvaluator evaluator() {
        var engine = new Engine(head, EngineOptions.defaults(), timeline);
        var evaluator = new RuleEvaluator(new GroupRun.Surroundings(
                timeline, _ -> engine, head, head, this::told, RuleSettings.standard("http://127.0.0.1:9095")));
        evaluator.sync(RuleFiles.of(LabelNaming.UTF8, Syntax.STABLE).read("users-alerts.yaml", rules()));
        return evaluator;
    }

    private void told(List<Notification> notifications) {
        for (var notification : notifications) {
            var name = notification.labels().value("alertname");
            boolean over = !notification.endsAt().isAfter(timeline.now());
            (over ? resolved : fired).putIfAbsent(name, timeline.now());
        }
    }

    private void scrape() {
        service.pass((double) SCRAPE.toSeconds(), troubled);
        var batch = head.appender();
        service.series().forEach((series, value) ->
                batch.append(Parser.labels(series), timeline.now().toEpochMilli(), value));
        batch.commit();
    }

    private void pass(RuleEvaluator evaluator, Duration time) {
        var until = timeline.now().plus(time);
        while (timeline.now().isBefore(until)) {
            timeline.advance(Duration.ofSeconds(1));
            for (var alert : evaluator.alerts()) {
                pendingSince.putIfAbsent(alert.labels().value("alertname"), alert.activeAt());
            }
        }
    }

    @Test
    void bothFireToTheSecondOfTheirGridAndAreOverAgain() {
        try (var evaluator = evaluator()) {
            timeline.every(SCRAPE, SCRAPE, this::scrape);
            pass(evaluator, Duration.ofMinutes(6));
            assertEquals(Map.of(), fired);

            troubled = true;
            pass(evaluator, Duration.ofMinutes(7));
            assertEquals(
                    Map.of(
                            "InferenceLatencySLOBreach", of(pendingSince, "InferenceLatencySLOBreach").plusSeconds(120),
                            "InferenceHighErrorRate", of(pendingSince, "InferenceHighErrorRate").plusSeconds(300)),
                    fired);
            assertEquals(Map.of(), resolved);

            troubled = false;
            pass(evaluator, Duration.ofMinutes(7));
            assertEquals(fired.keySet(), resolved.keySet());
            assertTrue(of(resolved, "InferenceLatencySLOBreach").isBefore(of(resolved, "InferenceHighErrorRate")));
        }
    }

    private static Instant of(Map<String, Instant> times, String alert) {
        return Objects.requireNonNull(times.get(alert), alert);
    }
}

package dev.headroom.notifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.AlertingConfig;
import dev.headroom.config.AlertingConfig.Alertmanagers;
import dev.headroom.config.PrometheusConfig;
import dev.headroom.config.SdConfig;
import dev.headroom.model.Labels;
import dev.headroom.notifier.AlertSender.Outcome;
import dev.headroom.rules.Notification;
import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AlertNotifierTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final VirtualTimeline timeline = new VirtualTimeline(NOON);
    private final Recorder recorder = new Recorder();
    private final AlertNotifier notifier = new AlertNotifier(recorder, timeline);

    /// An Alertmanager that is up or down, and what it was told.
    private static final class Recorder implements AlertSender {
        private final List<String> told = new ArrayList<>();
        private Outcome answer = new Outcome.Delivered();

        @Override
        public CompletableFuture<Outcome> send(String url, String json, Alertmanagers how) {
            if (answer instanceof Outcome.Delivered) {
                told.add(url + " " + json);
            }
            return CompletableFuture.completedFuture(answer);
        }
    }

    private static AlertingConfig alerting(String text) {
        return PrometheusConfig.parse("prometheus.yml", "alerting: " + text, _ -> "").alerting();
    }

    private void configure(String text) {
        notifier.sync(alerting(text), Map.of("region", "eu"), sd ->
                sd instanceof SdConfig.Static written ? written.groups() : List.of());
    }

    private static Notification alert(String name, Instant endsAt) {
        return new Notification(
                Labels.of("alertname", name, "pod", "p1"), Map.of("summary", "it \"hurts\""), NOON, endsAt, "http://x/g");
    }

    @Test
    void everyAlertmanagerIsToldWithExternalLabels() {
        configure("{alertmanagers: [{path_prefix: am, static_configs: [{targets: [a:9093, b:9093]}]}]}");
        notifier.accept(List.of(alert("Down", NOON.plusSeconds(240))));
        assertEquals(2, recorder.told.size());
        assertEquals(
                "http://a:9093/am/api/v2/alerts [{\"labels\":{\"alertname\":\"Down\",\"pod\":\"p1\",\"region\":\"eu\"},"
                + "\"annotations\":{\"summary\":\"it \\\"hurts\\\"\"},\"startsAt\":\"2026-01-01T12:00:00Z\","
                + "\"endsAt\":\"2026-01-01T12:04:00Z\",\"generatorURL\":\"http://x/g\"}]",
                recorder.told.getFirst());
    }

    @Test
    void alertsAreRelabelledForAllAndThenForASet() {
        configure("{alert_relabel_configs: [{regex: pod, action: labeldrop}], alertmanagers: ["
                + "{static_configs: [{targets: [a:1]}]},"
                + "{static_configs: [{targets: [b:1]}],"
                + " alert_relabel_configs: [{source_labels: [alertname], regex: Down, action: drop}]}]}");
        notifier.accept(List.of(alert("Down", NOON)));
        assertEquals(1, recorder.told.size());
        assertTrue(!recorder.told.getFirst().contains("p1"), recorder.told.getFirst());
    }

    @Test
    void aResolvedAlertIsSentUntilItIsKnown() {
        configure("{alertmanagers: [{static_configs: [{targets: [a:1]}]}]}");
        recorder.answer = new Outcome.Unreachable("connection refused");
        notifier.accept(List.of(alert("Down", NOON.plusSeconds(240))));
        notifier.accept(List.of(alert("Down", NOON)));
        assertEquals(1, notifier.instances().getFirst().waiting());
        timeline.advance(Duration.ofMinutes(5));
        assertEquals(List.of(), recorder.told);

        recorder.answer = new Outcome.Delivered();
        timeline.advance(Duration.ofMinutes(1));
        assertEquals(1, recorder.told.size());
        assertTrue(recorder.told.getFirst().contains("\"endsAt\":\"2026-01-01T12:00:00Z\""));
        var instance = notifier.instances().getFirst();
        assertEquals(0, instance.waiting());
        assertTrue(instance.errors() > 3, instance.toString());
    }

    @Test
    void manyAlertsGoInBatches() {
        configure("{alertmanagers: [{static_configs: [{targets: [a:1]}]}]}");
        recorder.answer = new Outcome.Unreachable("not yet");
        var many = new ArrayList<Notification>();
        for (int i = 0; i < 150; i++) {
            many.add(alert("A" + i, NOON));
        }
        notifier.accept(many);
        recorder.answer = new Outcome.Delivered();
        timeline.advance(Duration.ofSeconds(1));
        assertEquals(3, recorder.told.size());
        assertEquals(150, notifier.instances().getFirst().sent());
    }

    @Test
    void whatAnAlertmanagerRefusesIsDroppedAndCounted() {
        configure("{alertmanagers: [{static_configs: [{targets: [a:1]}]}]}");
        recorder.answer = new Outcome.Refused("HTTP status 400");
        notifier.accept(List.of(alert("Down", NOON)));
        var instance = notifier.instances().getFirst();
        assertEquals(1, instance.dropped());
        assertEquals(0, instance.waiting());
    }

    @Test
    void whatWaitsSurvivesAReloadThatKeepsTheAlertmanager() {
        configure("{alertmanagers: [{static_configs: [{targets: [a:1]}]}]}");
        recorder.answer = new Outcome.Unreachable("down");
        notifier.accept(List.of(alert("Down", NOON)));
        configure("{alertmanagers: [{timeout: 5s, static_configs: [{targets: [a:1]}]}]}");
        recorder.answer = new Outcome.Delivered();
        timeline.advance(Duration.ofMinutes(2));
        assertEquals(1, recorder.told.size());
    }
}

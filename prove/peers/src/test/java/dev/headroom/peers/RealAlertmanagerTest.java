package dev.headroom.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.config.PrometheusConfig;
import dev.headroom.config.SdConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.model.Labels;
import dev.headroom.notifier.AlertNotifier;
import dev.headroom.notifier.HttpAlertSender;
import dev.headroom.rules.Notification;
import dev.headroom.timeline.WallTimeline;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Delivers to the real program.
class RealAlertmanagerTest {

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void anAlertFiresAndIsOverInARealAlertmanager() {
        var program = RealAlertmanager.program();
        assumeTrue(program.isPresent(), "needs prometheus-alertmanager: apt install prometheus-alertmanager");
        var vertx = Vertx.vertx();
        try (var timeline = new WallTimeline();
                var alertmanager = new RealAlertmanager(program.orElseThrow(), folder, timeline);
                var clients = new HttpClients(vertx);
                var notifier = new AlertNotifier(new HttpAlertSender(clients), timeline)) {
            configure(notifier, alertmanager.port());
            var start = timeline.now();
            notifier.accept(List.of(alert(start, start.plusSeconds(240))));
            Patience.until(() -> alertmanager.alerts().contains("\"state\":\"active\""), alertmanager::alerts);
            assertTrue(alertmanager.alerts().contains("\"region\":\"eu\""), alertmanager.alerts());

            notifier.accept(List.of(alert(start, timeline.now())));
            Patience.until(() -> alertmanager.alerts().equals("[]"), alertmanager::alerts);
            // It shows an alert before its answer to whoever sent it is here.
            var instance = notifier.instances().getFirst();
            Patience.until(() -> notifier.instances().getFirst().sent() == 2, instance::toString);
            assertEquals(2, notifier.instances().getFirst().sent());
        } finally {
            vertx.close().await();
        }
    }

    private static void configure(AlertNotifier notifier, int port) {
        var config = PrometheusConfig.parse("prometheus.yml", "alerting: {alertmanagers: [{timeout: 2s,"
                + " static_configs: [{targets: ['127.0.0.1:" + port + "']}]}]}", _ -> "");
        notifier.sync(config.alerting(), Map.of("region", "eu"), sd ->
                sd instanceof SdConfig.Static written ? written.groups() : List.of());
    }

    private static Notification alert(Instant startsAt, Instant endsAt) {
        return new Notification(
                Labels.of("alertname", "HighLatency", "service", "inference"),
                Map.of("summary", "p95 above the objective"),
                startsAt,
                endsAt,
                "http://127.0.0.1/graph");
    }
}

package dev.headroom.notifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.config.PrometheusConfig;
import dev.headroom.config.SdConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.model.Labels;
import dev.headroom.rules.Notification;
import dev.headroom.timeline.WallTimeline;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Delivers to the real program, which Debian calls `prometheus-alertmanager`.
class RealAlertmanagerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void anAlertFiresAndIsOverInARealAlertmanager() throws IOException, InterruptedException {
        var places = Stream.of(
                "/usr/bin/prometheus-alertmanager", "/usr/bin/alertmanager", "/usr/local/bin/alertmanager");
        var program = places
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "needs prometheus-alertmanager: apt install prometheus-alertmanager");
        int port = freePort();
        var configuration = Files.writeString(folder.resolve("am.yml"), """
                route: {receiver: nobody}
                receivers: [{name: nobody}]
                """);
        var alertmanager = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--config.file=" + configuration,
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("am.log").toFile())
                .start();
        var vertx = Vertx.vertx();
        try (var timeline = new WallTimeline();
                var clients = new HttpClients(vertx);
                var notifier = new AlertNotifier(new HttpAlertSender(clients), timeline)) {
            configure(notifier, port);
            var start = timeline.now();
            notifier.accept(List.of(alert(start, start.plusSeconds(240))));
            var firing = ask(port, body -> body.contains("\"state\":\"active\""));
            assertTrue(firing.contains("\"region\":\"eu\""), firing);

            notifier.accept(List.of(alert(start, timeline.now())));
            assertEquals("[]", ask(port, body -> body.equals("[]")));
            // It shows an alert before its answer to whoever sent it is here.
            for (int tries = 0; notifier.instances().getFirst().sent() < 2 && tries < 100; tries++) {
                Thread.sleep(20);
            }
            assertEquals(2, notifier.instances().getFirst().sent());
        } finally {
            alertmanager.destroy();
            assertTrue(alertmanager.waitFor(10, TimeUnit.SECONDS));
            vertx.close();
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

    /// The alerts that it knows, as soon as they are as wanted.
    private static String ask(int port, Predicate<String> wanted) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts")).build();
        long until = System.nanoTime() + PATIENCE.toNanos();
        var last = "no answer";
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < until) {
                try {
                    last = client.send(request, HttpResponse.BodyHandlers.ofString()).body().strip();
                    if (wanted.test(last)) {
                        return last;
                    }
                } catch (IOException starting) {
                    last = starting.toString();
                }
                Thread.sleep(100);
            }
        }
        return last;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.headroom.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.headroom.server.ServerConfig;
import dev.headroom.server.Wiring;
import dev.headroom.timeline.WallTimeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The users' two alerts once in real time: a whole Headroom scrapes a service that is slow and fails from the start,
/// and tells a real Alertmanager after 2 and after 5 minutes.
class RealTimeAlertsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(7);

    @TempDir
    private Path folder = Path.of(".");

    private final TroubledService service = new TroubledService();
    private long scrapedNanos = System.nanoTime();

    private synchronized String page() {
        long now = System.nanoTime();
        service.pass((now - scrapedNanos) / 1e9, true);
        scrapedNanos = now;
        return service.page();
    }

    @Test
    void bothReachARealAlertmanager() throws IOException {
        assumeTrue(System.getProperty("headroom.peers", "off").equals("on"), "needs -Ppeers: it takes six minutes");
        var program = RealAlertmanager.program();
        assumeTrue(program.isPresent(), "needs prometheus-alertmanager: apt install prometheus-alertmanager");
        var page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext("/metrics", exchange -> {
            try (exchange) {
                var body = page().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        page.start();
        Files.writeString(folder.resolve("rules.yaml"), UsersAlertsTest.rules());
        var begun = Instant.now();
        try (var timeline = new WallTimeline();
                var alertmanager = new RealAlertmanager(program.orElseThrow(), folder, timeline);
                var headroom = Wiring.start(
                        config(), List.of(), Optional.of(prometheus(page.getAddress().getPort(), alertmanager)))) {
            Patience.until(
                    PATIENCE,
                    () -> firing(alertmanager).size() == 2,
                    () -> alertmanager.alerts() + " from " + headroom.url());
            var after = new TreeMap<String, Boolean>();
            firing(alertmanager).forEach((name, since) -> {
                var wanted = name.equals("InferenceLatencySLOBreach") ? 120 : 300;
                long took = Duration.between(begun, since).toSeconds();
                // Two scrapes make the first rate, and the grid of the group is 15 s wide.
                after.put(name, took >= wanted && took <= wanted + 40);
            });
            assertEquals(Map.of("InferenceLatencySLOBreach", true, "InferenceHighErrorRate", true), after);
        } finally {
            page.stop(0);
        }
    }

    private static Map<String, Instant> firing(RealAlertmanager alertmanager) {
        var since = new TreeMap<String, Instant>();
        JsonMapper.shared().readTree(alertmanager.alerts()).forEach(alert -> since.put(
                alert.path("labels").path("alertname").asString(""),
                Instant.parse(alert.path("startsAt").asString(""))));
        return since;
    }

    private Path prometheus(int port, RealAlertmanager alertmanager) throws IOException {
        return Files.writeString(folder.resolve("headroom.yml"), """
                global: {scrape_interval: 5s}
                rule_files: [rules.yaml]
                alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
                scrape_configs: [{job_name: inference, static_configs: [{targets: ['127.0.0.1:%d']}]}]
                """.formatted(alertmanager.port(), port));
    }

    private ServerConfig config() {
        return new ServerConfig(
                "127.0.0.1",
                0,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                new ServerConfig.Data(folder.resolve("samples"), Duration.ofDays(1), 0),
                folder.resolve("logs"),
                folder,
                Map.of(),
                List.of(),
                Optional.empty(),
                1);
    }
}

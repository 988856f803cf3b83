package dev.headroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.manifests.ManifestException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server with `remote_write` in its configuration, and a receiver that counts.
class RemoteWriteServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of(".");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger status = new AtomicInteger(204);
    private int port;

    @BeforeEach
    void listen() throws Exception {
        port = vertx.createHttpServer()
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    request.body().onSuccess(_ -> request.response().setStatusCode(status.get()).end());
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Path configure(String more) {
        try {
            return Files.writeString(folder.resolve("prometheus.yml"), """
                    remote_write:
                      - url: http://user:secret@127.0.0.1:%d/write
                        name: far
                        queue_config: {batch_send_deadline: 100ms, max_backoff: 100ms}
                        metadata_config: {send_interval: 300ms}
                    """.formatted(port) + more);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private Wiring start() {
        return Wiring.start(LiveLoop.config(folder, 0), List.of(), Optional.of(configure("")));
    }

    private double metric(Wiring server, String name) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/metrics")).build();
        var page = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        assertTrue(!page.contains("secret"), "no credentials on the page");
        return page.lines()
                .filter(line -> line.startsWith(name) && (line.contains("remote_name=\"far\"") || !line.contains("{")))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void await(Wiring server, String name, double least) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (metric(server, name) < least) {
            assertTrue(System.nanoTime() < until, name + " is " + metric(server, name));
            Thread.sleep(50);
        }
    }

    @Test
    void whatIsScrapedIsSentOverReloadsAndRestarts() throws Exception {
        try (var server = start()) {
            await(server, "prometheus_remote_storage_samples_total", 200);
            await(server, "prometheus_remote_storage_metadata_total", 10);
            assertTrue(metric(server, "prometheus_remote_storage_queue_highest_sent_timestamp_seconds") > 1e9);
            assertTrue(metric(server, "prometheus_remote_storage_highest_timestamp_in_seconds") > 1e9);
            assertTrue(metric(server, "prometheus_remote_storage_sent_batch_duration_seconds_count") > 0);

            configure("global: {external_labels: {region: eu}}\n");
            server.reload();
            await(server, "prometheus_remote_storage_samples_total", 200);
        }
        status.set(503);
        try (var server = start()) {
            await(server, "prometheus_remote_storage_samples_retried_total", 100);
            assertEquals(0, metric(server, "prometheus_remote_storage_samples_total"));
            status.set(200);
            await(server, "prometheus_remote_storage_samples_total", 200);
            assertEquals(0, metric(server, "prometheus_remote_storage_samples_failed_total"));
            assertEquals(0, metric(server, "headroom_remote_write_samples_lost_total"));
        }
    }

    @Test
    void oneReceiverTwiceIsAnError() {
        var file = configure("  - {url: 'http://a'}\n  - {url: 'http://a'}\n");
        var wrong = assertThrows(ManifestException.class,
                () -> Wiring.start(LiveLoop.config(folder, 0), List.of(), Optional.of(file)));
        assertTrue(String.valueOf(wrong.getMessage()).contains("expected each receiver once"), wrong.getMessage());
    }
}

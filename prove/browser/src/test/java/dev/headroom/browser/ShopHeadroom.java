package dev.headroom.browser;

import dev.headroom.server.ServerConfig;
import dev.headroom.server.Wiring;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A whole Headroom that scrapes a shop as its `prometheus.yml` says: the shop's metrics pages are real ones, and every
/// answer is the server's own. Job `shop` has two targets and leaves two out, `broken` has a page that is missing, and
/// `empty` finds nothing. One alert fires, one is pending, one is inactive, and a recording rule fails.
final class ShopHeadroom implements AutoCloseable {

    private static final String METRICS = """
            # HELP shop_requests_total Requests answered.
            # TYPE shop_requests_total counter
            shop_requests_total{code="200",path="/items/{id}"} %1$d
            shop_requests_total{code="500",path="/items/{id}"} %2$d
            # HELP shop_queue_length Jobs that wait.
            # TYPE shop_queue_length gauge
            shop_queue_length{queue="emails"} 31.5
            shop_queue_length{queue="never"} NaN
            shop_queue_length{queue="without end"} +Inf
            """;

    private static final String RULES = """
            groups:
            - name: shop
              interval: 1s
              rules:
              - {record: "code:shop_requests:sum", expr: "sum by (code) (shop_requests_total)"}
              - alert: QueueLong
                expr: shop_queue_length{queue="emails"} > 10
                keep_firing_for: 5m
                labels: {severity: page}
                annotations: {summary: "{{ $labels.queue }}: {{ $value }} jobs", runbook: "https://shop.example/queue"}
              - alert: QueueStuck
                expr: shop_queue_length{queue="emails"} > 0
                for: 1h
              - alert: QueueEmpty
                expr: shop_queue_length{queue="emails"} == 0
            - name: broken
              interval: 1s
              rules:
              - {record: "many:to:many", expr: "shop_queue_length * on (job) group_left shop_queue_length"}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger scrapes = new AtomicInteger();
    private final int shop;
    private final Wiring wiring;

    ShopHeadroom(Path folder) {
        this(folder, 0);
    }

    /// @param many how many more targets a job `many` has, each of them scraped once a minute
    ShopHeadroom(Path folder, int many) {
        var server = vertx.createHttpServer().requestHandler(this::page).listen(0, "127.0.0.1");
        shop = server.toCompletionStage().toCompletableFuture().join().actualPort();
        try {
            Files.writeString(folder.resolve("rules.yml"), RULES);
            var file = Files.writeString(folder.resolve("prometheus.yml"), configuration(many));
            wiring = Wiring.start(config(folder), List.of(), Optional.of(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String configuration(int many) {
        var each = IntStream.range(0, many)
                .mapToObj(number -> "{targets: ['127.0.0.1:%d'], labels: {number: n%d}}".formatted(shop, number))
                .collect(Collectors.joining(", "));
        return """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                scrape_configs:
                - job_name: shop
                  static_configs:
                  - {targets: ['127.0.0.1:%1$d', 'localhost:%1$d'], labels: {team: checkout}}
                  - {targets: ['10.0.0.1:80', '10.0.0.2:80'], labels: {skip: 'yes'}}
                  relabel_configs: [{source_labels: [skip], regex: 'yes', action: drop}]
                - {job_name: broken, metrics_path: /missing, static_configs: [{targets: ['127.0.0.1:%1$d']}]}
                - {job_name: empty}
                - {job_name: many, scrape_interval: 1m, static_configs: [%2$s]}
                """.formatted(shop, each);
    }

    private static ServerConfig config(Path folder) {
        return new ServerConfig(
                "127.0.0.1",
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                new ServerConfig.Data(folder.resolve("data"), Duration.ofDays(1), 0),
                folder.resolve("logs"),
                folder,
                Map.of(),
                List.of(),
                Optional.empty(),
                1);
    }

    private void page(HttpServerRequest request) {
        if ("/metrics".equals(request.path())) {
            int count = scrapes.incrementAndGet();
            request.response().putHeader("Content-Type", "text/plain; version=0.0.4")
                    .end(METRICS.formatted(count * 10, count));
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    /// Where the metrics pages of the shop are.
    String shop() {
        return "http://127.0.0.1:" + shop;
    }

    String url() {
        return wiring.url() + "/";
    }

    /// The address of the graph page for an expression, as Prometheus links to it.
    String graph(String expression, String more) {
        return url() + "graph?g0.expr=" + URLEncoder.encode(expression, StandardCharsets.UTF_8) + more;
    }

    @Override
    public void close() {
        wiring.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

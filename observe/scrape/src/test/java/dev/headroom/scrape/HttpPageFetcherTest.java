package dev.headroom.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.headroom.scrape.PageFetcher.Failed;
import dev.headroom.scrape.PageFetcher.Fetched;
import dev.headroom.scrape.PageFetcher.Page;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pages of a real HTTP server.
class HttpPageFetcherTest {

    private static final int LIMIT = 100_000;

    private final Vertx vertx = Vertx.vertx();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final HttpPageFetcher fetcher = new HttpPageFetcher(vertx);
    private String address = "";

    @BeforeEach
    void serve() {
        HttpServer server = vertx.createHttpServer()
                .connectionHandler(connections::add)
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        address = "http://127.0.0.1:" + server.actualPort();
    }

    @AfterEach
    void close() {
        fetcher.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        switch (Objects.requireNonNullElse(request.path(), "/")) {
            case "/metrics" -> request.response().putHeader("Content-Type", "text/plain").end("up 1\n");
            case "/large" -> request.response().end("x".repeat(LIMIT + 1));
            case "/never" -> request.response().setChunked(true).write("up");
            case "/sorry" -> request.response().setStatusCode(503).end("sorry ".repeat(1_000));
            case "/sorrier" -> request.response().setStatusCode(503).end("sorry ".repeat(1_000_000));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private CompletableFuture<Fetched> asked(String path) {
        return fetcher.fetch(
                new PageFetcher.Request(address + path, Duration.ofSeconds(10), LIMIT, Asking.STANDARD));
    }

    private String failure(String path) {
        return assertInstanceOf(Failed.class, asked(path).join()).error();
    }

    @Test
    void aPageComesWithItsType() {
        var page = assertInstanceOf(Page.class, asked("/metrics").join());

        assertEquals("text/plain", page.contentType());
        assertEquals("up 1\n", new String(page.body(), StandardCharsets.UTF_8));
    }

    @Test
    void anotherStatusFailsWithItAndTheAddress() {
        assertEquals("server returned HTTP status 404 Not Found: " + address + "/missing", failure("/missing"));
        assertEquals("server returned HTTP status 503 Service Unavailable: " + address + "/sorry", failure("/sorry"));
        assertEquals(
                "server returned HTTP status 503 Service Unavailable: " + address + "/sorrier", failure("/sorrier"));
    }

    @Test
    void aPageLargerThanTheLimitFailsWithItsName() {
        assertEquals(
                "limit exceeded: page larger than 100000 bytes (body_size_limit): " + address + "/large",
                failure("/large"));
    }

    @Test
    void whoGivesUpWaitingLetsGoOfTheConnection() {
        var asked = asked("/never");
        asked.complete(new Failed("deadline"));

        assertInstanceOf(Page.class, asked("/metrics").join());
    }

    @Test
    void aPageThatIsMissingKeepsItsConnection() {
        for (int i = 0; i < 20; i++) {
            failure("/missing");
            failure("/sorry");
        }
        assertEquals(1, connections.size());
    }

    @Test
    void aPageThatIsMissingBreaksNoOtherScrapeOfItsAddress() {
        for (int round = 0; round < 20; round++) {
            var pages = new ArrayList<CompletableFuture<Fetched>>();
            for (int i = 0; i < 200; i++) {
                var _ = asked("/missing");
                pages.add(asked("/metrics"));
            }
            pages.forEach(page -> assertInstanceOf(Page.class, page.join(), () -> page.join().toString()));
        }
    }
}

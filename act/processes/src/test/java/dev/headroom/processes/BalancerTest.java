package dev.headroom.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.timeline.WallTimeline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A Service in front of pods that are small HTTP servers.
@Timeout(30)
class BalancerTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Backend.Address> pods = new LinkedHashMap<>();
    private final Map<String, HttpServer> servers = new LinkedHashMap<>();
    private ProcessSettings.Balancing limits = ProcessSettings.Balancing.standard();
    private boolean retryNonIdempotent;
    @SuppressWarnings("NullAway.Init") // set by serve
    private Balancer balancer;

    private int port;

    @AfterEach
    void close() throws Exception {
        client.shutdownNow();
        await(balancer.close());
        await(vertx.close());
    }

    @Test
    void aRequestPassesWholeAndSoDoesItsAnswer() throws Exception {
        pod("a", request -> request.body().onSuccess(body -> request.response()
                .setStatusCode(207)
                .putHeader("X-Seen", request.method() + " " + request.uri() + " " + request.getHeader("X-Trace"))
                .end(body)));
        serve();
        var answer = client.send(
                request("/predict?x=1%20y").header("X-Trace", "7").POST(BodyPublishers.ofString("history")).build(),
                BodyHandlers.ofString());
        assertEquals(207, answer.statusCode());
        assertEquals("history", answer.body());
        assertEquals("POST /predict?x=1%20y 7", answer.headers().firstValue("X-Seen").orElseThrow());
    }

    @Test
    void aLongBodyIsStreamedBothWays() throws Exception {
        pod("a", request -> request.pipeTo(request.response().setChunked(true)));
        serve();
        var body = "0123456789".repeat(400_000);
        var answer = client.send(
                request("/").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        assertEquals(body, answer.body());
    }

    @Test
    void requestsGoToThePodWithTheFewest() throws Exception {
        var release = Promise.<Void>promise();
        var atSlow = new AtomicInteger();
        var atQuick = new AtomicInteger();
        pod("slow", request -> {
            atSlow.incrementAndGet();
            release.future().onComplete(_ -> request.response().end("slow"));
        });
        pod("quick", request -> {
            atQuick.incrementAndGet();
            request.response().end("quick");
        });
        serve();
        var begun = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        until(() -> begun.add(get("/")) && answeredOrAtSlow(begun, atSlow) && atSlow.get() == 1);
        int before = atQuick.get();
        for (int i = 0; i < 10; i++) {
            assertEquals("quick", get("/").get(10, TimeUnit.SECONDS).body());
        }
        assertEquals(1, atSlow.get());
        assertEquals(before + 10, atQuick.get());
        release.complete();
        CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    }

    private static boolean answeredOrAtSlow(List<CompletableFuture<HttpResponse<String>>> begun, AtomicInteger atSlow) {
        until(() -> begun.getLast().isDone() || atSlow.get() > 0);
        return true;
    }

    @Test
    void aPodThatLeavesKeepsItsRequestsAndGetsNoNewOnes() throws Exception {
        var release = Promise.<Void>promise();
        var arrived = new CountDownLatch(1);
        pod("old", request -> {
            arrived.countDown();
            release.future().onComplete(_ -> request.response().end("old"));
        });
        serve();
        var pending = get("/");
        assertTrue(arrived.await(10, TimeUnit.SECONDS));

        pods.remove("old");
        pod("new", request -> request.response().end("new"));
        ready();
        assertEquals("new", get("/").get(10, TimeUnit.SECONDS).body());
        var drained = balancer.drained("old").toCompletableFuture();
        assertEquals(Map.of("old", 1, "new", 0), await(balancer.inFlight()));
        assertFalse(drained.isDone());

        release.complete();
        assertEquals("old", pending.get(10, TimeUnit.SECONDS).body());
        drained.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aPodThatCannotBeReachedCostsNoRequest() throws Exception {
        pod("alive", request -> request.response().end("alive"));
        pods.put("dead", new Backend.Address("dead", "127.0.0.1", freePort()));
        serve();
        for (int i = 0; i < 20; i++) {
            var answer = client.send(
                    request("/").POST(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString());
            assertEquals("alive", answer.body());
        }
        assertTrue(balancer.traffic().retried() > 0);
        assertEquals(20, balancer.traffic().answered());
    }

    @Test
    void aPodThatDiesWithAnIdempotentRequestCostsNothing() throws Exception {
        pod("dies", request -> request.connection().close());
        pod("lives", request -> request.response().end("lives"));
        serve();
        for (int i = 0; i < 6; i++) {
            assertEquals("lives", get("/").get(10, TimeUnit.SECONDS).body());
        }
    }

    @Test
    void aPostIsSentTwiceOnlyWhenTheServiceSaysSo() throws Exception {
        pod("dies", request -> request.body().onSuccess(_ -> request.connection().close()));
        serve();
        var refused = client.send(post(), BodyHandlers.ofString());
        assertEquals(502, refused.statusCode());
        assertTrue(refused.body().startsWith("Service default/web: pod dies ended with the request"), refused.body());
        assertEquals(1, balancer.traffic().failed());
        await(balancer.close());

        retryNonIdempotent = true;
        pod("lives", request -> request.response().end("lives"));
        serve();
        for (int i = 0; i < 4; i++) {
            assertEquals("lives", client.send(post(), BodyHandlers.ofString()).body());
        }
    }

    @Test
    void requestsWaitForTheFirstReadyPod() throws Exception {
        serve();
        var waiting = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 5; i++) {
            waiting.add(get("/"));
        }
        until(() -> balancer.traffic().waiting() == 5);
        pod("first", request -> request.response().end("first"));
        ready();
        for (var answer : waiting) {
            assertEquals("first", answer.get(10, TimeUnit.SECONDS).body());
        }
        assertEquals(0, balancer.traffic().waiting());
    }

    @Test
    void tooManyThatWaitAndTooLongAWaitAreRefusedByName() throws Exception {
        limits = new ProcessSettings.Balancing(
                1, Duration.ofMillis(300), 1 << 20, Duration.ofSeconds(5), Duration.ofSeconds(3), 8);
        serve();
        var first = get("/");
        until(() -> balancer.traffic().waiting() == 1);
        var second = get("/").get(10, TimeUnit.SECONDS);
        assertEquals(503, second.statusCode());
        assertEquals("Service default/web: limit exceeded: requests waiting, at most 1\n", second.body());
        var late = first.get(10, TimeUnit.SECONDS);
        assertEquals(503, late.statusCode());
        assertTrue(late.body().contains("no pod became ready within"), late.body());
        assertEquals(2, balancer.traffic().refused());
    }

    @Test
    void aClientThatGoesAwayFreesItsPod() throws Exception {
        var arrived = new Semaphore(0);
        var left = new CountDownLatch(1);
        pod("a", request -> {
            request.response().closeHandler(_ -> left.countDown());
            arrived.release();
        });
        serve();
        var impatient = HttpClient.newHttpClient();
        var pending = impatient.sendAsync(request("/").GET().build(), BodyHandlers.ofString());
        assertTrue(arrived.tryAcquire(10, TimeUnit.SECONDS));
        impatient.shutdownNow();
        assertTrue(left.await(10, TimeUnit.SECONDS));
        until(() -> awaited(balancer.inFlight()).equals(Map.of("a", 0)));
        assertTrue(pending.isCompletedExceptionally() || pending.isCancelled() || !pending.isDone());
    }

    @Test
    void headAndEmptyAnswersHaveNoBody() throws Exception {
        pod("a", request -> {
            if (request.method().equals(HttpMethod.HEAD)) {
                request.response().putHeader("Content-Length", "12").end();
            } else {
                request.response().setStatusCode(204).end();
            }
        });
        serve();
        var head = client.send(
                request("/").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertEquals("12", head.headers().firstValue("Content-Length").orElseThrow());
        assertEquals(204, get("/").get(10, TimeUnit.SECONDS).statusCode());
    }

    private void pod(String name, Consumer<HttpServerRequest> answer) throws Exception {
        var server = await(vertx.createHttpServer().requestHandler(answer::accept).listen(0, "127.0.0.1"));
        servers.put(name, server);
        pods.put(name, new Backend.Address(name, "127.0.0.1", server.actualPort()));
    }

    private void serve() throws Exception {
        balancer = await(Balancer.start(
                vertx, new WallTimeline(), new Balancer.Policy("default/web", limits, retryNonIdempotent)));
        port = await(balancer.listen("127.0.0.1", 0));
        ready();
    }

    private void ready() throws Exception {
        await(balancer.ready(List.copyOf(pods.values())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(20));
    }

    private HttpRequest post() {
        return request("/").POST(BodyPublishers.ofString("once")).build();
    }

    private CompletableFuture<HttpResponse<String>> get(String path) {
        return client.sendAsync(request(path).GET().build(), BodyHandlers.ofString());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static <T> T awaited(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /// Waits for something that happens on another thread; the test's own timeout bounds it.
    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}

package dev.headroom.loadgen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.arrivals.Arrivals;
import dev.headroom.arrivals.Shape;
import dev.headroom.timeline.WallTimeline;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against real sockets and a server in this process.
final class SocketWireTest {

    private final Vertx vertx = Vertx.vertx();
    private final WallTimeline timeline = new WallTimeline();

    @AfterEach
    void close() {
        timeline.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private URI serve(Handler<HttpServerRequest> handler) {
        var server = vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/predict");
    }

    private URI serveRaw(Handler<NetSocket> handler) {
        var server = vertx.createNetServer()
                .connectHandler(handler)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/");
    }

    private LoadSnapshot run(LoadPlan plan) {
        return LoadRun.start(plan, vertx, timeline).finished().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static LoadPlan paced(URI url, double rate, Duration duration) {
        var arrivals = new Arrivals.Paced(Shape.constant(rate, duration));
        return LoadPlan.of(LoadRequest.fetch(url), new Traffic.Open(arrivals));
    }

    private static LoadPlan within(LoadPlan plan, LoadLimits limits) {
        return new LoadPlan(plan.mix(), plan.traffic(), limits, plan.seed());
    }

    @Test
    void everyPromisedRequestArrivesWithItsBodyAndHeaders() {
        var bodies = ConcurrentHashMap.<String>newKeySet();
        var url = serve(request -> request.body().onSuccess(body -> {
            var seen = request.method() + " " + request.uri() + " " + request.getHeader("content-type") + " " + body;
            bodies.add(seen);
            request.response().end("ok");
        }));
        var post = LoadRequest.post(URI.create(url + "?x=1"), "{\"series\":[1,2]}");
        var plan = new LoadPlan(
                List.of(post),
                new Traffic.Open(new Arrivals.Paced(Shape.constant(200, Duration.ofSeconds(1)))),
                LoadLimits.DEFAULT.withThreads(2),
                1);
        var end = run(plan);
        assertEquals(200, end.counts().of(Outcome.OK), end.toString());
        assertEquals(Map.of(200, 200L), end.counts().statuses());
        assertEquals(Set.of("POST /predict?x=1 application/json {\"series\":[1,2]}"), bodies);
        assertTrue(end.state().finished());
    }

    @Test
    void statusesAreClassified() {
        var turn = new AtomicInteger();
        var codes = new int[] {200, 301, 404, 429, 500, 503};
        var url = serve(request -> request.response()
                .setStatusCode(codes[turn.getAndIncrement() % codes.length])
                .end());
        var end = run(paced(url, 60, Duration.ofSeconds(1)));
        assertEquals(20, end.counts().of(Outcome.OK));
        assertEquals(10, end.counts().of(Outcome.CLIENT_ERROR));
        assertEquals(10, end.counts().of(Outcome.TOO_MANY_REQUESTS));
        assertEquals(20, end.counts().of(Outcome.SERVER_ERROR));
        assertEquals(60, end.counts().completed());
        assertEquals(40, end.failures().size());
    }

    @Test
    void aPortWhereNobodyListensRefuses() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var end = run(paced(URI.create("http://127.0.0.1:" + port + "/"), 20, Duration.ofSeconds(1)));
        assertEquals(20, end.counts().of(Outcome.REFUSED), end.toString());
        assertEquals(0, end.counts().completed());
    }

    @Test
    void aNameWithoutAddressIsUnresolved() {
        var end = run(paced(URI.create("http://nobody.invalid:80/"), 2, Duration.ofSeconds(1)));
        assertEquals(2, end.counts().failed(), end.toString());
        assertEquals(2, end.counts().of(Outcome.UNRESOLVED), end.failures().toString());
    }

    @Test
    void aConnectionThatEndsBeforeItsAnswerIsAReset() {
        var url = serveRaw(socket -> socket.handler(_ -> socket.close()));
        var end = run(paced(url, 20, Duration.ofSeconds(1)));
        assertEquals(20, end.counts().of(Outcome.RESET), end.toString());
    }

    @Test
    void anAnswerThatBreaksOffIsAReset() {
        var half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf";
        var url = serveRaw(socket -> socket.handler(_ -> socket.write(half).onComplete(_ -> socket.close())));
        var end = run(paced(url, 10, Duration.ofSeconds(1)));
        assertEquals(10, end.counts().of(Outcome.RESET), end.toString());
    }

    @Test
    void anAnswerThatIsNotHttpIsBroken() {
        var url = serveRaw(socket -> socket.handler(_ -> socket.write("SSH-2.0-OpenSSH_9.2\r\n\r\n")));
        var limits = LoadLimits.DEFAULT.withTimeout(Duration.ofSeconds(5));
        var end = run(within(paced(url, 5, Duration.ofSeconds(1)), limits));
        assertEquals(5, end.counts().of(Outcome.BROKEN), end.toString());
    }

    @Test
    void theTimeOfASlowBodyCounts() {
        var url = serve(request -> {
            var response = request.response().setChunked(true);
            response.write("first");
            vertx.setTimer(300, _ -> response.end("last"));
        });
        var end = run(paced(url, 10, Duration.ofSeconds(1)));
        assertEquals(10, end.counts().of(Outcome.OK));
        assertTrue(end.measured().total().p50() >= 0.29, end.toString());
    }

    @Test
    void anAnswerThatNeverEndsTimesOut() {
        var url = serve(request -> request.response().setChunked(true).write("first"));
        var limits = LoadLimits.DEFAULT.withTimeout(Duration.ofMillis(300));
        var end = run(within(paced(url, 10, Duration.ofSeconds(1)), limits));
        assertEquals(10, end.counts().of(Outcome.TIMEOUT), end.toString());
    }

    @Test
    void aStalledServerShowsItsStallInTheLatencies() {
        var stalled = new AtomicBoolean();
        var held = new ConcurrentLinkedQueue<HttpServerRequest>();
        var url = serve(request -> {
            if (stalled.get()) {
                held.add(request);
            } else {
                request.response().end("ok");
            }
        });
        vertx.setTimer(500, _ -> stalled.set(true));
        vertx.setTimer(1100, _ -> {
            stalled.set(false);
            held.forEach(request -> request.response().end("late"));
        });
        var end = run(paced(url, 100, Duration.ofSeconds(2)));
        assertEquals(200, end.counts().of(Outcome.OK));
        // a closed loop of one user would have had one slow answer; here all sixty of the stall are
        assertTrue(end.measured().total().p95() > 0.3, end.toString());
        assertTrue(end.measured().total().max() > 0.5, end.toString());
    }

    @Test
    void closedLoopUsersKeepTheirConnections() {
        var connections = new AtomicInteger();
        var server = vertx.createHttpServer()
                .connectionHandler(_ -> connections.incrementAndGet())
                .requestHandler(request -> request.response().end("ok"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        var url = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
        var end = run(LoadPlan.of(LoadRequest.fetch(url), Traffic.Closed.flatOut(4, Duration.ofMillis(500))));
        assertTrue(connections.get() <= 5, connections + " connections");
        assertTrue(end.counts().of(Outcome.OK) > 50, end.toString());
        assertEquals(end.counts().arrivals(), end.counts().of(Outcome.OK));
        assertEquals(0, end.state().inFlight());
    }

    @Test
    void whatIsCountedIsOnTheMetricsPageToo() {
        var registry = new PrometheusRegistry();
        var url = serve(request -> request.response().end("ok"));
        LoadRun.start(paced(url, 50, Duration.ofSeconds(1)), vertx, timeline, new LoadMetrics(registry))
                .finished()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        double arrivals = registry.scrape(name -> name.equals("headroom_load_arrivals_total")).stream()
                .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
        assertEquals(50, arrivals);
    }
}

package dev.headroom.browser;

import dev.headroom.browser.Shapes.Row;
import dev.headroom.dashboard.DashboardFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A Headroom whose every answer is written in a [Telling]: serves the real files of the page and an API that says what
/// the story says. Its time stands still until somebody calls [#advance], which sends what the seconds of a real one
/// would send; like a real one it repeats its status all the time.
final class ScriptedHeadroom implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final long PULSE_MILLIS = 500;

    private final Vertx vertx = Vertx.vertx();
    private final DashboardFiles files = new DashboardFiles();
    private final Set<HttpServerResponse> listeners = ConcurrentHashMap.newKeySet();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger second;
    private volatile Telling telling;
    private volatile boolean anyAutoscaler = true;
    private volatile boolean idleAutoscaler;
    private @Nullable HttpServer server;
    private int port;

    ScriptedHeadroom(Story story, int second) {
        this(new Telling(story, Story.podName(0), Telling.time(-5)), second);
    }

    ScriptedHeadroom(Telling telling, int second) {
        this.telling = telling;
        this.second = new AtomicInteger(second);
        listen();
        vertx.setPeriodic(PULSE_MILLIS, _ -> send("status", status(this.second.get())));
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /// Lets the story go on by so many seconds.
    void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            int before = second.get();
            int now = second.incrementAndGet();
            send("status", status(now));
            telling.decisions(now).stream()
                    .skip(telling.decisions(before).size())
                    .forEach(decision -> send("decision", decision));
            telling.events(now).stream().skip(telling.events(before).size()).forEach(event -> send("event", event));
        }
    }

    /// Answers 422 to this query from now on, as an engine does that cannot evaluate it.
    void breakQuery(String query) {
        broken.add(query);
    }

    void removeAutoscalers() {
        anyAutoscaler = false;
    }

    /// Adds a second autoscaler, `default/idle`, of which nothing is known yet: no panel, no decision.
    void addIdleAutoscaler() {
        idleAutoscaler = true;
    }

    /// Goes away without a word.
    void stop() {
        listeners.clear();
        if (server != null) {
            wait(server.close());
        }
    }

    /// Comes back at the same address.
    void restart() {
        listen();
    }

    /// Comes back as another process that tells another story, with numbers that begin again.
    void restart(Telling other, int at) {
        telling = other;
        second.set(at);
        listen();
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private void listen() {
        server = vertx.createHttpServer().requestHandler(this::answer);
        port = wait(server.listen(port, "127.0.0.1")).actualPort();
    }

    private void answer(HttpServerRequest request) {
        int now = second.get();
        int last = Integer.parseInt(request.getParam("last", "100000"));
        var path = Objects.requireNonNullElse(request.path(), "/");
        switch (path) {
            case "/api/headroom/v1/status" -> json(request, status(now));
            case "/api/headroom/v1/panels" -> json(request, isIdle(request) ? List.of() : Telling.panels());
            case "/api/headroom/v1/decisions" -> json(request, Map.of(
                    "decisions", isIdle(request) ? List.of() : newest(telling.decisions(now), last)));
            case "/api/headroom/v1/events" -> json(request, Map.of("events", newest(telling.events(now), last)));
            case "/api/headroom/v1/stream" -> stream(request);
            case "/api/v1/query_range" -> range(request);
            default -> file(request, path);
        }
    }

    private static boolean isIdle(HttpServerRequest request) {
        return request.getParam("autoscaler", "").equals("idle");
    }

    private Shapes.Status status(int now) {
        var full = telling.status(now);
        if (idleAutoscaler) {
            var both = List.of(full.autoscalers().getFirst(), full.autoscalers().getFirst().named("idle"));
            return new Shapes.Status(full.time(), full.server(), both, full.pods(), full.services(), full.alerts(),
                    full.troubles(), full.run());
        }
        return anyAutoscaler ? full : new Shapes.Status(full.time(), full.server(), List.of(), List.of(), List.of(),
                List.of(), List.of(), null);
    }

    private void file(HttpServerRequest request, String path) {
        var asset = files.asset(path);
        if (asset.isEmpty()) {
            request.response().setStatusCode(404).end("no such path: " + path);
            return;
        }
        asset.get().headers().forEach(request.response()::putHeader);
        if (asset.get().isHeldBy(request.getHeader("If-None-Match"))) {
            request.response().setStatusCode(304).end();
        } else {
            request.response().end(Buffer.buffer(asset.get().content()));
        }
    }

    private void stream(HttpServerRequest request) {
        var response = request.response();
        response.setChunked(true).putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store");
        response.write("retry: 1000\n\n");
        response.closeHandler(_ -> listeners.remove(response));
        listeners.add(response);
    }

    private void send(String event, Object value) {
        var text = "event: " + event + "\ndata: " + JSON.writeValueAsString(value) + "\n\n";
        listeners.forEach(listener -> listener.write(text));
    }

    /// Evaluates a query, which is the name of a series of the story, at every step until now.
    private void range(HttpServerRequest request) {
        var query = request.getParam("query", "");
        if (broken.contains(query)) {
            request.response().setStatusCode(422).end(JSON.writeValueAsString(
                    Map.of("status", "error", "errorType", "execution", "error", "query would load too many samples")));
            return;
        }
        long start = (long) Double.parseDouble(request.getParam("start", ""));
        long end = (long) Double.parseDouble(request.getParam("end", ""));
        long step = Long.parseLong(request.getParam("step", ""));
        long zero = Story.START.getEpochSecond();
        var rows = new LinkedHashMap<Map<String, String>, List<List<Object>>>();
        for (long time = start; time <= Math.min(end, zero + second.get()); time += step) {
            if (time >= zero) {
                for (var row : telling.story().rows(query, (int) (time - zero)).entrySet()) {
                    rows.computeIfAbsent(row.getKey(), _ -> new ArrayList<>())
                            .add(List.of(time, String.valueOf(row.getValue())));
                }
            }
        }
        var result = rows.entrySet().stream().map(row -> new Row(row.getKey(), row.getValue())).toList();
        json(request, Map.of("status", "success", "data", Map.of("resultType", "matrix", "result", result)));
    }

    private static <T> List<T> newest(List<T> all, int count) {
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    private static void json(HttpServerRequest request, Object value) {
        request.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(JSON.writeValueAsString(value));
    }

    @Override
    public void close() {
        wait(vertx.close());
    }
}

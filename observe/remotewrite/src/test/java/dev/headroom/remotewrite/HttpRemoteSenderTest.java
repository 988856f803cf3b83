package dev.headroom.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.PrometheusConfig;
import dev.headroom.config.RemoteWriteConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.remotewrite.RemoteSender.Outcome;
import dev.headroom.timeline.VirtualTimeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One request, over a real socket.
class HttpRemoteSenderTest {

    private static final byte[] BODY = {1, 2, 3};
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClients clients = new HttpClients(vertx);
    private final HttpRemoteSender sender = new HttpRemoteSender(clients, new VirtualTimeline(NOW));
    private final Map<String, String> heard = new ConcurrentHashMap<>();

    @AfterEach
    void stop() throws Exception {
        clients.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private int listen(Consumer<HttpServerRequest> answer) throws Exception {
        var server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    request.headers().forEach((name, value) -> heard.put(name.toLowerCase(Locale.ROOT), value));
                    heard.put("body", body.length() + " bytes by " + request.method());
                    answer.accept(request);
                }))
                .listen(0, "127.0.0.1");
        return server.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS).actualPort();
    }

    private static RemoteWriteConfig receiver(int port, String settings) {
        return PrometheusConfig.parse("prometheus.yml", "remote_write: [{url: 'http://127.0.0.1:" + port
                + "/write', remote_timeout: 1s, " + settings + "}]", _ -> "").remoteWrite().getFirst();
    }

    private Outcome send(int port, String settings) throws Exception {
        return sender.send(receiver(port, settings), BODY).get(10, TimeUnit.SECONDS);
    }

    @Test
    void aRequestSaysWhatTheProtocolWants() throws Exception {
        int port = listen(request -> request.response().setStatusCode(204).end());
        assertInstanceOf(Outcome.Accepted.class,
                send(port, "headers: {X-Scope-OrgID: us}, basic_auth: {username: a, password: b}"));
        assertEquals("snappy", heard.get("content-encoding"));
        assertEquals("application/x-protobuf", heard.get("content-type"));
        assertEquals("0.1.0", heard.get("x-prometheus-remote-write-version"));
        assertEquals("us", heard.get("x-scope-orgid"));
        assertEquals("Basic YTpi", heard.get("authorization"));
        assertEquals("3 bytes by POST", heard.get("body"));
    }

    @ParameterizedTest
    @CsvSource({
        "200, '', accepted", "204, '', accepted", "400, '', refused", "404, '', refused", "415, '', refused",
        "429, '', refused", "429, 'queue_config: {retry_on_http_429: true}', later", "500, '', later",
        "503, '', later", "302, '', refused", "307, 'follow_redirects: false', refused"
    })
    void aStatusSaysWhatBecomesOfARequest(int status, String settings, String expected) throws Exception {
        int port = listen(request -> request.response()
                .setStatusCode(status)
                .putHeader("Location", "/elsewhere")
                .end("because\nof this"));
        var outcome = switch (send(port, settings)) {
            case Outcome.Accepted _ -> "accepted";
            case Outcome.Refused(int refused, var why) -> {
                assertEquals("HTTP status " + status + " because", why);
                assertEquals(status, refused);
                yield "refused";
            }
            case Outcome.TryLater(var why, _) -> {
                assertEquals("HTTP status " + status + " because", why);
                yield "later";
            }
        };
        assertEquals(expected, outcome);
    }

    @Test
    void aRedirectThatKeepsTheMethodIsFollowedAndCredentialsStayHome() throws Exception {
        int other = listen(request -> request.response().setStatusCode(204).end());
        int port = listen(request -> {
            heard.clear();
            request.response().setStatusCode(308).putHeader("Location", "http://127.0.0.1:" + other + "/new").end();
        });
        assertInstanceOf(Outcome.Accepted.class, send(port, "basic_auth: {username: a, password: b}"));
        assertEquals("3 bytes by POST", heard.get("body"));
        assertTrue(!heard.containsKey("authorization"), heard::toString);
    }

    @Test
    void aRequestGoesThroughAProxy() throws Exception {
        int proxy = listen(request -> {
            heard.put("asked", request.absoluteURI());
            request.response().setStatusCode(204).end();
        });
        var receiver = PrometheusConfig.parse("prometheus.yml",
                "remote_write: [{url: 'http://far.example/write', proxy_url: 'http://a:b@127.0.0.1:" + proxy + "'}]",
                _ -> "").remoteWrite().getFirst();
        assertInstanceOf(Outcome.Accepted.class, sender.send(receiver, BODY).get(10, TimeUnit.SECONDS));
        assertEquals("http://far.example/write", heard.get("asked"));
        assertEquals("Basic YTpi", heard.get("proxy-authorization"));
    }

    @Test
    void aReceiverThatHangsOrHangsUpIsAskedAgain() throws Exception {
        int hanging = listen(_ -> {});
        var late = assertInstanceOf(Outcome.TryLater.class, send(hanging, ""));
        assertEquals("no answer within 1000 ms (remote_timeout)", late.why());
        int closing = listen(request -> request.connection().close());
        assertInstanceOf(Outcome.TryLater.class, send(closing, ""));
        assertInstanceOf(Outcome.TryLater.class, send(1, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7", "0, 0", "'Sun, 01 Mar 2026 12:01:00 GMT', 60", "'Sun, 01 Mar 2026 11:01:00 GMT', 0", "soon, 0", "-5, 0"
    })
    void retryAfterIsSecondsOrADate(String header, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), HttpRemoteSender.pause(header, new VirtualTimeline(NOW)));
    }

    @Test
    void aReceiverThatSaysWhenIsUnderstood() throws Exception {
        int port = listen(request -> request.response().setStatusCode(503).putHeader("Retry-After", "9").end());
        assertEquals(Duration.ofSeconds(9), assertInstanceOf(Outcome.TryLater.class, send(port, "")).pause());
    }
}

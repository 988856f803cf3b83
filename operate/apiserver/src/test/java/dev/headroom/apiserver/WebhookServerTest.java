package dev.headroom.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.certificates.Pem;
import dev.headroom.metricsapi.ApiAnswer;
import dev.headroom.timeline.WallTimeline;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Anybody may call a webhook, so what a call may cost is what counts.
@Timeout(60)
class WebhookServerTest {

    private static final Limits SMALL = new Limits(1, 1000, 64 << 10, 16 << 10, Duration.ofSeconds(1));

    /// What the API server would be told to believe.
    private static final class Told implements CertificateStore {
        private volatile String bundle = "";

        @Override
        public Optional<Kept> read() {
            return Optional.empty();
        }

        @Override
        public boolean write(Optional<Kept> read, Map<String, String> data) {
            return true;
        }

        @Override
        public void publish(String published) {
            bundle = published;
        }
    }

    private final Told told = new Told();
    private final Vertx vertx = Vertx.vertx();
    private final WallTimeline timeline = new WallTimeline();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final CountDownLatch under = new CountDownLatch(1);
    private final WebhookServer server = new WebhookServer(
            vertx,
            timeline,
            new WebhookServer.Settings("127.0.0.1", 0, "localhost", "shop", "secret", "headroom", SMALL),
            told,
            this::answer);

    private ApiAnswer answer(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        if (text.equals("slow")) {
            under.countDown();
            try {
                slow.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        return ApiAnswer.text(200, "read " + text);
    }

    @AfterEach
    void end() {
        slow.countDown();
        server.close();
        vertx.close().await();
        timeline.close();
    }

    /// Trusts what the API server is told to believe, and nothing else.
    private SSLContext believing() throws GeneralSecurityException, IOException {
        var trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry("bundle", Pem.certificates(told.bundle).getFirst());
        var trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trusts.getTrustManagers(), null);
        return context;
    }

    private HttpResponse<String> send(String method, String path, String type, String body) {
        try (var client = HttpClient.newBuilder().sslContext(believing()).build()) {
            var request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
                    .method(method, BodyPublishers.ofString(body))
                    .header("Content-Type", type);
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failure);
        }
    }

    private HttpResponse<String> post(String body) {
        return send("POST", "/validate?timeout=5s", "application/json", body);
    }

    @Test
    void aReviewIsReadAndAnsweredByWhomeverTheBundleNames() {
        assertEquals("read {}", post("{}").body());
        assertEquals("read {}", send("POST", "/validate", "application/json; charset=utf-8", "{}").body());
    }

    @Test
    void everythingElseIsRefusedInALine() {
        assertEquals(405, send("PUT", "/validate", "application/json", "{}").statusCode());
        assertEquals(405, send("GET", "/validate", "application/json", "").statusCode());
        assertEquals(404, send("POST", "/", "application/json", "{}").statusCode());
        var typed = send("POST", "/validate", "text/plain", "{}");
        assertEquals(415, typed.statusCode());
        assertEquals("expected content of type application/json, got \"text/plain\"\n", typed.body());
    }

    @Test
    void aBodyBeyondTheLimitIsNotRead() {
        assertEquals(200, post("x".repeat(1000)).statusCode());
        var refused = post("x".repeat(1001));
        assertEquals(413, refused.statusCode());
        assertTrue(refused.body().contains("limit is 1000"), refused.body());
    }

    @Test
    void moreThanTheLimitAtATimeAreRefusedAndOneThatTakesTooLongIsGivenUp() throws InterruptedException {
        var first = new CountDownLatch(1);
        var status = new int[1];
        Thread.ofVirtual().start(() -> {
            status[0] = post("slow").statusCode();
            first.countDown();
        });
        under.await();
        assertEquals(429, post("{}").statusCode());
        first.await();
        assertEquals(504, status[0]);
        slow.countDown();
        awaitPlace();
    }

    /// Its place is free again although the rest of its body never comes.
    @Test
    void aBodyThatDoesNotEndHoldsItsPlaceForAsLongAsAnAnswerMayTake() throws Exception {
        try (var socket = (SSLSocket) believing().getSocketFactory().createSocket("localhost", server.port())) {
            socket.getOutputStream().write(("POST /validate HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            var line = new StringBuilder();
            for (int next = socket.getInputStream().read(); next > '\r'; next = socket.getInputStream().read()) {
                line.append((char) next);
            }
            assertEquals("HTTP/1.1 504 Gateway Timeout", line.toString());
            awaitPlace();
        }
    }

    private void awaitPlace() {
        int status = 0;
        for (int i = 0; i < 50 && status != 200; i++) {
            status = post("{}").statusCode();
        }
        assertEquals(200, status);
    }
}

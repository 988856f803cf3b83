package dev.headroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.api.ApiAnswer;
import dev.headroom.api.ApiRequest;
import dev.headroom.api.CrossOrigin;
import dev.headroom.api.Endpoint;
import dev.headroom.api.PrometheusApi;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The transport of the Prometheus API, asked over real sockets.
class PrometheusPartTest {

    private static final byte[] PLAIN_REQUEST =
            "GET /api/v1/x HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    private static final String ROW = "x".repeat(1000) + "\n";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpServer serve(Function<ApiRequest, ApiAnswer> answers) {
        return new HttpSurface(vertx).serve("/api/v1/", new PrometheusPart(answers)).listen("127.0.0.1", 0);
    }

    private static HttpRequest.Builder at(HttpServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
    }

    private HttpResponse<byte[]> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static ApiAnswer rows(long count, Runnable each) {
        return new ApiAnswer(
                200,
                "text/plain",
                () -> LongStream.range(0, count).mapToObj(_ -> {
                    each.run();
                    return ROW;
                }).iterator(),
                Map.of());
    }

    private static PrometheusApi echo(String origins) {
        return new PrometheusApi(new CrossOrigin(origins))
                .withForm("echo", parameters -> new Endpoint.Data("\"" + parameters.text("said") + "\""));
    }

    @Test
    void anAnswerIsPackedForAClientThatAcceptsIt() throws Exception {
        var server = serve(_ -> rows(5000, () -> {}));
        var plain = ask(at(server, "/api/v1/x"));
        var packed = ask(at(server, "/api/v1/x").header("Accept-Encoding", "br, gzip"));
        assertEquals("", plain.headers().firstValue("Content-Encoding").orElse(""));
        assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElse(""));
        assertTrue(packed.body().length < 100_000, packed.body().length + " bytes");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertEquals(text(plain), new String(unpacked.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(ROW.repeat(5000), text(plain));
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, true", "'deflate, GZIP;q=0.5', true", "gzip;q=1.0, true", "gzip;q=0, false", "gzip; q=0.000, false",
        "identity, false", "'', false", "gzipped, false"
    })
    void aClientSaysWhetherItAcceptsGzip(String header, boolean accepts) {
        assertEquals(accepts, PrometheusPart.acceptsGzip(header));
    }

    @Test
    void aShortAnswerIsSentWithItsLength() throws Exception {
        var server = serve(_ -> rows(3, () -> {}));
        var answer = ask(at(server, "/api/v1/x"));
        assertEquals(3L * ROW.length(), answer.headers().firstValueAsLong("Content-Length").orElse(-1));
    }

    @Test
    void anAnswerWaitsForASlowClientAndEndsWhenItLeaves() throws Exception {
        var made = new AtomicLong();
        var server = serve(_ -> rows(Long.MAX_VALUE, made::incrementAndGet));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setReceiveBufferSize(64 << 10);
            socket.getOutputStream().write(PLAIN_REQUEST);
            assertEquals(1000, socket.getInputStream().readNBytes(1000).length);
            settled(made);
            assertTrue(made.get() < 20_000, made + " rows of 1 kB for a client that does not read");
        }
        long left = settled(made);
        assertEquals(left, settled(made));
    }

    @Test
    void anAnswerThatFailsHalfwayDoesNotLookWhole() {
        var server = serve(_ -> new ApiAnswer(
                200,
                "text/plain",
                () -> LongStream.range(0, 1000).mapToObj(i -> {
                    if (i == 500) {
                        throw new IllegalStateException("a defect");
                    }
                    return ROW;
                }).iterator(),
                Map.of()));
        assertThrows(IOException.class, () -> ask(at(server, "/api/v1/x")));
        assertThrows(IOException.class, () -> ask(at(server, "/api/v1/x").header("Accept-Encoding", "gzip")));
    }

    /// The count, once it has not moved for a while.
    private static long settled(AtomicLong count) throws InterruptedException {
        long before;
        do {
            before = count.get();
            Thread.sleep(200);
        } while (before != count.get());
        return before;
    }

    @Test
    void aClientThatLeavesInterruptsItsQuery() throws Exception {
        var asked = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var server = serve(_ -> {
            asked.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException _) {
                interrupted.countDown();
            }
            return rows(1, () -> {});
        });
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.getOutputStream().write(PLAIN_REQUEST);
            assertTrue(asked.await(10, TimeUnit.SECONDS));
        }
        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aQueryIsAskedWithGetOrWithAForm() throws Exception {
        var server = serve(echo(".*")::answer);
        var expected = "{\"status\":\"success\",\"data\":\"a b\"}";
        assertEquals(expected, text(ask(at(server, "/api/v1/echo?said=a%20b"))));
        var form = HttpRequest.BodyPublishers.ofString("said=a+b");
        assertEquals(expected, text(ask(at(server, "/api/v1/echo")
                .header("Content-Type", "application/x-www-form-urlencoded").POST(form))));
        assertEquals(405, ask(at(server, "/api/v1/echo?said=a").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                .statusCode());
    }

    @Test
    void aFormThatIsTooLongIsRefused() throws Exception {
        var server = serve(echo(".*")::answer);
        var form = HttpRequest.BodyPublishers.ofString("said=" + "a".repeat(PrometheusPart.MAX_FORM_BYTES));
        assertEquals(413, ask(at(server, "/api/v1/echo").POST(form)).statusCode());
    }

    @Test
    void pagesOfEveryOriginMayReadTheApi() throws Exception {
        var server = serve(echo(".*")::answer);
        var asked = at(server, "/api/v1/echo?said=a").header("Origin", "https://grafana.example");
        for (var answer : List.of(ask(asked.copy()),
                ask(asked.copy().method("OPTIONS", HttpRequest.BodyPublishers.noBody())))) {
            assertEquals(answer.request().method().equals("GET") ? 200 : 204, answer.statusCode());
            assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
            assertEquals("GET, POST, OPTIONS", header(answer, "Access-Control-Allow-Methods"));
            assertEquals("Accept, Authorization, Content-Type, Origin", header(answer, "Access-Control-Allow-Headers"));
            assertEquals("Date", header(answer, "Access-Control-Expose-Headers"));
            assertEquals("Origin", header(answer, "Vary"));
        }
        var unasked = ask(at(server, "/api/v1/echo?said=a"));
        assertFalse(unasked.headers().firstValue("Access-Control-Allow-Origin").isPresent());
        assertEquals("Origin", header(unasked, "Vary"));
    }

    @Test
    void onlyOriginsThatMatchWhollyMayReadTheApi() throws Exception {
        var server = serve(echo("https://(one|two)\\.example")::answer);
        var one = ask(at(server, "/api/v1/echo?said=a").header("Origin", "https://one.example"));
        assertEquals("https://one.example", header(one, "Access-Control-Allow-Origin"));
        var other = ask(at(server, "/api/v1/echo?said=a").header("Origin", "https://one.example.evil"));
        assertEquals("", header(other, "Access-Control-Allow-Origin"));
        assertEquals(200, other.statusCode());
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}

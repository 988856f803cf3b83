package dev.headroom.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.HttpClientConfig.Credentials;
import dev.headroom.config.HttpClientConfig.Secret;
import dev.headroom.config.HttpClientConfig.TlsConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.PromqlException.Kind;
import dev.headroom.promql.QueryResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server that says what a test tells it to, and what a client of it makes of that.
final class RemotePrometheusTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_250L);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClients clients = new HttpClients(vertx);
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile int status = 200;
    private volatile String page = "";
    private volatile boolean takesPosts = true;
    private volatile boolean answers = true;
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
            .listen(0, "127.0.0.1")
            .await();
    private final RemotePrometheus prometheus = client(HttpClientConfig.PLAIN, Duration.ofSeconds(10));

    @AfterEach
    void close() {
        clients.close();
        vertx.close().await();
    }

    private RemotePrometheus client(HttpClientConfig config, Duration timeout) {
        var address = new ServerAddress("http://127.0.0.1:" + server.actualPort() + "/tenant/", config);
        return new RemotePrometheus(new HttpApi(clients, address, timeout));
    }

    private void answer(HttpServerRequest request, Buffer body) {
        asked.add(request.method() + " " + request.uri() + " "
                + URLDecoder.decode(body.toString(), StandardCharsets.UTF_8)
                + String.join("", request.headers().getAll("Authorization")));
        if (!answers) {
            return;
        }
        boolean refused = !takesPosts && request.method().name().equals("POST");
        request.response().setStatusCode(refused ? 405 : status).end(page);
    }

    private void answers(String type, String result) {
        page = """
                {"status":"success","data":{"resultType":"%s","result":%s},"warnings":["w"],"infos":["i"]}"""
                .formatted(type, result);
    }

    private PromqlException failed() {
        return assertThrows(PromqlException.class, () -> prometheus.instant("up", NOW));
    }

    @Test
    void aVectorIsReadWithEveryKindOfNumber() {
        answers("vector", """
                [{"metric":{"__name__":"up","job":"a"},"value":[1700000000.25,"1"]},
                 {"metric":{},"value":[1700000000,"NaN"]},{"metric":{},"value":[1700000000,"-Inf"]}]""");
        var result = prometheus.instant("up", NOW);
        assertEquals(
                new QueryResult.Vector(List.of(
                        new QueryResult.Element(
                                Labels.of("__name__", "up", "job", "a"), 1_700_000_000_250L, 1),
                        new QueryResult.Element(Labels.empty(), 1_700_000_000_000L, Double.NaN),
                        new QueryResult.Element(Labels.empty(), 1_700_000_000_000L, Double.NEGATIVE_INFINITY))),
                result.value());
        assertEquals(List.of("w"), result.warnings());
        assertEquals(List.of("i"), result.infos());
        assertEquals(List.of("POST /tenant/api/v1/query query=up&time=1700000000.250"), List.copyOf(asked));
    }

    @Test
    void aScalarAndARangeAreRead() {
        answers("scalar", "[1700000000,\"+Inf\"]");
        assertEquals(
                new QueryResult.Scalar(1_700_000_000_000L, Double.POSITIVE_INFINITY),
                prometheus.instant("1/0", NOW).value());
        answers("matrix", "[{\"metric\":{\"a\":\"b\"},\"values\":[[1,\"2\"],[16,\"3\"]]}]");
        var matrix = (QueryResult.Matrix) prometheus.range("up", NOW, NOW.plusSeconds(15), Duration.ofMillis(1500))
                .value();
        assertEquals(Labels.of("a", "b"), matrix.rows().getFirst().labels());
        assertEquals(16_000, matrix.rows().getFirst().samples().timestamp(1));
        assertTrue(asked.contains("POST /tenant/api/v1/query_range query=up&start=1700000000.250"
                + "&end=1700000015.250&step=1.500"));
    }

    @Test
    void seriesAreAskedForInTheOldFormOfASelector() {
        page = "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"job\":\"a\"}]}";
        var matchers = List.of(
                Matcher.equal("__name__", "up"), Matcher.of(Matcher.Type.REGEX, "job", "a|\"b\""),
                Matcher.of(Matcher.Type.NOT_EQUAL, "with.dot", ""));
        assertEquals(List.of(Labels.of("__name__", "up", "job", "a")), prometheus.series(matchers, NOW));
        assertEquals(
                List.of("POST /tenant/api/v1/series match[]={__name__=\"up\",job=~\"a|\\\"b\\\"\",\"with.dot\"!=\"\"}"
                        + "&start=1700000000.250"),
                List.copyOf(asked));
    }

    @Test
    void aServerWithoutPostsIsAskedOnceAndThenWithGets() {
        takesPosts = false;
        answers("vector", "[]");
        prometheus.instant("up{a=\"b c\"}", NOW);
        prometheus.instant("up", NOW);
        assertEquals(
                List.of(
                        "POST /tenant/api/v1/query query=up{a=\"b c\"}&time=1700000000.250",
                        "GET /tenant/api/v1/query?query=up%7Ba%3D%22b+c%22%7D&time=1700000000.250 ",
                        "GET /tenant/api/v1/query?query=up&time=1700000000.250 "),
                List.copyOf(asked));
    }

    @Test
    void credentialsAreSent() {
        answers("vector", "[]");
        var basic = new Credentials.Basic(new Secret("ann", ""), new Secret("pass", ""));
        client(new HttpClientConfig(basic, TlsConfig.PLAIN, Map.of(), true, true), Duration.ofSeconds(10))
                .instant("up", NOW);
        assertTrue(asked.element().endsWith("Basic YW5uOnBhc3M="), asked.element());
    }

    @Test
    void anErrorOfTheServerKeepsItsWordsAndKind() {
        status = 400;
        page = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error: unexpected end\"}";
        assertEquals("parse error: unexpected end", failed().getMessage());
        assertEquals(Kind.BAD_DATA, failed().kind());
    }

    @Test
    void aPageOfAProxyIsNoAnswer() {
        status = 502;
        page = "<html>\nBad Gateway</html>";
        assertEquals(
                "expected JSON in the answer of a Prometheus, got status 502: <html>", failed().getMessage());
        page = "";
        assertEquals("expected a status of success or error in the answer of a Prometheus, got status 502: nothing",
                failed().getMessage());
    }

    @Test
    void aNativeHistogramIsNoNumber() {
        answers("vector", "[{\"metric\":{\"job\":\"a\"},\"histogram\":[1,{\"count\":\"1\",\"sum\":\"2\"}]}]");
        assertTrue(failed().getMessage().startsWith("expected numbers, got the native histogram {job=\"a\"}"));
    }

    @Test
    void whatIsMissingOrOfAnotherKindIsSaid() {
        answers("vector", "[{\"metric\":{},\"value\":[\"now\",\"1\"]}]");
        assertTrue(failed().getMessage().startsWith("expected a time in seconds in the answer"));
        answers("vector", "[{\"metric\":{},\"value\":[1,\"one\"]}]");
        assertTrue(failed().getMessage().startsWith("expected a number as a text in the answer"));
        answers("streams", "[]");
        assertTrue(failed().getMessage().startsWith("expected a resultType of a query, got \"streams\""));
    }

    @Test
    void aServerThatHangsIsLeftAfterTheTimeout() {
        answers = false;
        var hurried = client(HttpClientConfig.PLAIN, Duration.ofMillis(100));
        var failure = assertThrows(PromqlException.class, () -> hurried.instant("up", NOW));
        assertEquals(Kind.TIMEOUT, failure.kind());
        assertTrue(failure.getMessage().endsWith("gives no answer within 100 ms"), failure.getMessage());
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        page = " ".repeat(HttpApi.BODY_LIMIT + 1);
        assertTrue(failed().getMessage().contains("(body_limit)"), failed().getMessage());
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (var url : List.of("prometheus:9090", "ftp://a", "http://a?b", "http:// a", "")) {
            assertThrows(
                    IllegalArgumentException.class, () -> new ServerAddress(url, HttpClientConfig.PLAIN), url);
        }
    }
}

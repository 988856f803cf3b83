package dev.headroom.metricsapi;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The answers of custom-metrics-apiserver 1.36.0 and metrics-server 0.9.0 on k8s.io/apiserver 0.36.3, recorded through
/// their own handlers: everything on the wire is theirs, to the byte.
final class RecordedAnswersTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final InstantSource CLOCK = InstantSource.fixed(RecordedSource.AT);
    private static final MetricsApis ADAPTER = new MetricsApis(List.of(
            new CustomMetricsGroup(RecordedSource.custom()), new ExternalMetricsGroup(RecordedSource.external())));
    private static final MetricsApis USAGE =
            new MetricsApis(List.of(new ResourceMetricsGroup(RecordedSource.usages(), CLOCK)));

    /// One exchange. JSON is all that this server writes: where the real ones say what else they could, the lists
    /// differ (deviations.md).
    record Exchange(JsonNode line) {

        ApiRequest request() {
            var uri = URI.create(line.get("path").asString());
            var headers = new LinkedHashMap<String, String>();
            headers.put("Host", "127.0.0.1:443");
            line.get("headers").properties().forEach(each -> headers.put(each.getKey(), each.getValue().asString()));
            return new ApiRequest(
                    line.get("method").asString(),
                    uri.getPath(),
                    Objects.requireNonNullElse(uri.getRawQuery(), ""),
                    headers);
        }

        boolean isAnswered() {
            int status = line.get("status").asInt();
            return status != 401 && status != 403;
        }

        boolean isEmptyAggregation() {
            return line.get("type").asString().contains("APIGroupDiscoveryList")
                    && line.get("body").asString().contains("\"items\":[]");
        }

        String body() {
            return line.get("body").asString()
                    .replace(", application/yaml, application/vnd.kubernetes.protobuf", "")
                    .replace(", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch", "");
        }

        @Override
        public String toString() {
            return line.get("method").asString() + " " + line.get("path").asString() + " " + line.get("headers");
        }
    }

    static Stream<Exchange> exchanges() throws IOException {
        try (InputStream in = RecordedAnswersTest.class.getResourceAsStream("/answers.jsonl")) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> new Exchange(JSON.readTree(line))).toList().stream();
        }
    }

    static Stream<Exchange> answered() throws IOException {
        return exchanges().filter(Exchange::isAnswered).filter(each -> !each.isEmptyAggregation());
    }

    static Stream<Exchange> forbidden() throws IOException {
        return exchanges().filter(each -> each.line().get("status").asInt() == 403);
    }

    static Stream<Exchange> asked() throws IOException {
        return exchanges().filter(each -> !each.line().get("asked").isNull());
    }

    @ParameterizedTest
    @MethodSource("answered")
    void theAnswerIsThatOfTheRealServer(Exchange exchange) {
        var request = exchange.request();
        var apis = exchange.line().get("server").asString().equals("usage") ? USAGE : ADAPTER;
        var answer = apis.answer(request, RequestInfo.of(request));

        assertAll(
                () -> assertEquals(exchange.body(), answer.body()),
                () -> assertEquals(exchange.line().get("status").asInt(), answer.status()),
                () -> assertEquals(exchange.line().get("type").asString(), answer.contentType()));
    }

    @ParameterizedTest
    @MethodSource("asked")
    void theAuthorizerIsAskedWhatTheRealOneIsAsked(Exchange exchange) {
        var asked = exchange.line().get("asked");
        var info = RequestInfo.of(exchange.request());

        assertEquals(
                JSON.readValue(asked.toString(), Map.class),
                Map.of(
                        "resourceRequest", info.isResource(),
                        "path", info.path(),
                        "verb", info.verb(),
                        "group", info.group(),
                        "version", info.version(),
                        "namespace", info.namespace(),
                        "resource", info.resource(),
                        "subresource", info.subresource(),
                        "name", info.name()));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void whoMayNotIsToldSoInTheSameWords(Exchange exchange) {
        var request = exchange.request();
        var answer = MetricsApis.status(request, Status.forbidden(RequestInfo.of(request), "alice", ""));

        assertEquals(exchange.body(), answer.body());
    }

    @Test
    void manyExchangesWereRecorded() throws IOException {
        assertEquals(150, answered().count() + forbidden().count());
    }
}

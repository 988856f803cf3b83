package dev.headroom.replay;

import dev.headroom.recording.Differences;
import dev.headroom.scalers.HttpExchange;
import dev.headroom.triggers.Reading.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The recorder's HTTP server: answers as the case says, and remembers what it was asked.
///
/// Two things about its connections show only in what was recorded. A connection that was open already cannot be
/// refused, so `refused` and `dns` come true only where they did then; and a reset was repeated only on such a
/// connection, so requests are not counted after one.
final class RecordedExchange implements HttpExchange {

    private static final String ELSEWHERE =
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\","
                    + "\"result\":[{\"metric\":{},\"value\":[0,\"42\"]}]}}";

    private final JsonNode answer;
    private final String recordedFailure;
    private final List<HttpGet> requests = new ArrayList<>();

    RecordedExchange(JsonNode answer, String recordedFailure) {
        this.answer = answer;
        this.recordedFailure = recordedFailure;
    }

    @Override
    public HttpAnswer get(HttpGet get) {
        var transport = answer.path("transport").asString("");
        if ((transport.equals("refused") || transport.equals("dns")) && recordedFailure.equals(transport)) {
            return new HttpAnswer.NoAnswer(Failure.valueOf(transport.toUpperCase(Locale.ROOT)), transport);
        }
        if (get.url().isSecure()) {
            return new HttpAnswer.NoAnswer(Failure.OTHER, "http: server gave HTTP response to HTTPS client");
        }
        if (get.url().target().contains(" ")) {
            return page(get, 400, Optional.empty(), "400 Bad Request");
        }
        requests.add(get);
        if (transport.equals("reset")) {
            return new HttpAnswer.NoAnswer(Failure.RESET, "EOF");
        }
        if (answer.path("delayMs").asLong(0) > get.timeout().toMillis()) {
            return new HttpAnswer.NoAnswer(Failure.TIMEOUT, "timeout");
        }
        if (get.url().path().equals("/elsewhere")) {
            return page(get, 200, Optional.empty(), ELSEWHERE);
        }
        int status = answer.path("status").asInt(200);
        boolean hasBody = status != 204 && status != 304;
        return page(
                get,
                status,
                Optional.of(answer.path("headers").path("Location").asString("")).filter(each -> !each.isEmpty()),
                hasBody ? answer.path("body").asString("") : "");
    }

    private static HttpAnswer page(HttpGet get, int status, Optional<String> location, String body) {
        return new HttpAnswer.Page(get.url(), status, location, body.getBytes(StandardCharsets.UTF_8));
    }

    /// Compares `request` and `requests`.
    ///
    /// @param fixed how many entries of the query stand in their order; the others are sorted
    void compare(Differences differences, JsonNode expect, int fixed) {
        if (expect.path("transportFailure").asString("").equals("reset")
                || expect.path("metric").path("transportFailure").asString("").equals("reset")) {
            return;
        }
        differences.add("requests", expect.path("requests").asInt(0), requests.size());
        var request = expect.path("request");
        if (requests.isEmpty() || request.isMissingNode()) {
            differences.add("request is there", !request.isMissingNode(), !requests.isEmpty());
            return;
        }
        var first = requests.getFirst();
        differences.add("host", request.path("host").asString(), first.url().host());
        differences.add("path", request.path("path").asString(), decoded(first.url().path()));
        var query = new ArrayList<>(first.url().query().map(text -> List.of(text.split("&", -1))).orElse(List.of()));
        if (query.size() > fixed) {
            query.subList(fixed, query.size()).sort(null);
        }
        differences.add("query", items(request.path("query")), query);
        var headers = first.headers().stream()
                .map(header -> header.name() + ": " + header.value())
                .sorted()
                .toList();
        var recorded = new ArrayList<String>();
        request.path("headers")
                .forEach(each -> recorded.add(each.path(0).asString() + ": " + each.path(1).asString()));
        recorded.sort(null);
        differences.add("headers", recorded, headers);
    }

    private static String decoded(String path) {
        return java.net.URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static List<String> items(JsonNode list) {
        var items = new ArrayList<String>();
        list.forEach(each -> items.add(each.asString()));
        return items;
    }
}

package dev.headroom.prometheus;

import dev.headroom.api.ApiAnswer;
import dev.headroom.api.ApiRequest;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Requests to the HTTP API with the answers of a running Prometheus: status, type and body. What depends on the clock,
/// the order of results that are not sorted, and the words of errors are not compared. The data of the two servers lies
/// beside the vectors.
final class HttpApiSuite implements Suite {

    private static final JsonMapper JSON = new JsonMapper();
    private static final double RELATIVE_ERROR = 1e-12;

    private final Map<String, HttpApiWorld> worlds;

    HttpApiSuite() {
        this(Map.of());
    }

    private HttpApiSuite(Map<String, HttpApiWorld> worlds) {
        this.worlds = worlds;
    }

    @Override
    public String name() {
        return "prometheus-http-api";
    }

    @Override
    public Suite beside(Path file) {
        return new HttpApiSuite(Map.of(
                "block", HttpApiWorld.holding(file.resolveSibling("http-api-data.om.txt.gz")),
                "scraped", HttpApiWorld.scraping(file.resolveSibling("http-api-scrape.om.txt"))));
    }

    @Override
    public List<String> replay(JsonNode line) {
        var world = Objects.requireNonNull(worlds.get(line.path("server").asString("")), "a recorded server");
        var headers = new HashMap<String, String>();
        line.path("headers").properties().forEach(entry -> headers.put(entry.getKey(), entry.getValue().asString("")));
        var request = new ApiRequest(
                line.path("method").asString(""),
                line.path("path").asString(""),
                line.path("query").asString(""),
                line.path("form").asString(""),
                headers);
        var answer = world.answer(request);
        var what = request.method() + " " + request.path() + "?" + request.query() + " " + request.body();
        var differences = new Differences();
        differences.add("status", line.path("status").asInt(), answer.status());
        differences.add("content type", line.path("content_type").asString(""), answer.contentType());
        if (line.has("body")) {
            compareBodies(line, request, answer, differences);
        } else if (line.has("text") && answer.status() < 400) {
            differences.add("text", lines(line.path("text").asString("")), lines(withoutTimes(line, answer.body())));
        }
        return differences.all().isEmpty() ? List.of() : List.of(what + ": " + String.join("; ", differences.all()));
    }

    private static void compareBodies(JsonNode line, ApiRequest request, ApiAnswer answer, Differences differences) {
        var expected = comparable(line.path("body"), request);
        var body = answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
        var got = comparable(body, request);
        line.path("volatile").forEach(path -> forget(got, path.asString("")));
        if (!same(expected, got)) {
            differences.add("body", expected.toString(), got.toString());
        }
    }

    /// A body without what is not compared.
    private static JsonNode comparable(JsonNode body, ApiRequest request) {
        if (!(body instanceof ObjectNode object)) {
            return body;
        }
        object.remove("error");
        for (var said : List.of("warnings", "infos")) {
            if (object.has(said)) {
                object.put(said, object.path(said).size());
            }
        }
        boolean sorted = (request.query() + request.body()).contains("sort") && !request.path().endsWith("_range");
        if (!sorted && object.path("data").path("result") instanceof ArrayNode result && !result.isEmpty()
                && result.get(0).isObject()) {
            var elements = new ArrayList<JsonNode>();
            result.forEach(elements::add);
            elements.sort(Comparator.comparing(element -> RecordedLabels.map(element.path("metric"))
                    .toString()));
            result.removeAll();
            result.addAll(elements);
        }
        return object;
    }

    /// Puts `"NOW"` where a path such as `.data.result[0].value[0]` leads.
    private static void forget(JsonNode body, String path) {
        var steps = Arrays.stream(path.split("[.\\[\\]]+")).filter(step -> !step.isEmpty()).toList();
        var at = body;
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            boolean last = i == steps.size() - 1;
            if (at instanceof ArrayNode array) {
                int index = Integer.parseInt(step);
                if (last && index < array.size()) {
                    array.set(index, StringNode.valueOf("NOW"));
                }
                at = array.path(index);
            } else if (at instanceof ObjectNode object) {
                if (last && object.has(step)) {
                    object.put(step, "NOW");
                }
                at = object.path(step);
            }
        }
    }

    private static boolean same(JsonNode expected, JsonNode got) {
        if (expected.isObject() && got.isObject()) {
            var keys = new TreeSet<String>(expected.propertyNames());
            return keys.equals(new TreeSet<String>(got.propertyNames()))
                    && keys.stream().allMatch(key -> same(expected.path(key), got.path(key)));
        }
        if (expected.isArray() && got.isArray()) {
            boolean same = expected.size() == got.size();
            for (int i = 0; same && i < expected.size(); i++) {
                same = same(expected.get(i), got.get(i));
            }
            return same;
        }
        if (expected.isNumber() && got.isNumber()) {
            return expected.asDouble() == got.asDouble();
        }
        boolean texts = expected.isString() && got.isString();
        return expected.equals(got) || (texts && close(expected.asString(), got.asString()));
    }

    private static boolean close(String expected, String got) {
        try {
            double one = Double.parseDouble(expected);
            double other = Double.parseDouble(got);
            return Math.abs(one - other) <= RELATIVE_ERROR * Math.abs(one);
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static String withoutTimes(JsonNode line, String text) {
        boolean cut = line.path("volatile").valueStream().anyMatch(what -> what.asString("").equals("timestamps"));
        return cut ? text.replaceAll("(?m)^([^#].*) \\d+$", "$1") : text;
    }

    /// Lines of a page, the labels of each in the order of their names.
    private static List<String> lines(String page) {
        return page.lines()
                .map(text -> {
                    int open = text.indexOf('{');
                    int close = text.lastIndexOf('}');
                    if (text.startsWith("#") || open < 0 || close < open) {
                        return text;
                    }
                    var labels = text.substring(open + 1, close).split(",(?=[a-zA-Z_\"])");
                    Arrays.sort(labels);
                    return text.substring(0, open + 1) + String.join(",", labels) + text.substring(close);
                })
                .toList();
    }
}

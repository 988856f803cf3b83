package dev.headroom.remote;

import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.PromqlException.Kind;
import dev.headroom.promql.QueryResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads pages of the HTTP API. Source: Prometheus docs, "HTTP API".
final class Answers {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SHOWN = 120;

    private final HttpApi.Page page;

    private Answers(HttpApi.Page page) {
        this.page = page;
    }

    static QueryResult result(HttpApi.Page page) {
        return new Answers(page).result();
    }

    static List<Labels> series(HttpApi.Page page) {
        var answers = new Answers(page);
        var all = new ArrayList<Labels>();
        answers.data(answers.success()).forEach(each -> all.add(answers.labels(each)));
        return all;
    }

    private QueryResult result() {
        var answer = success();
        var data = data(answer);
        var result = data.path("result");
        var value = switch (data.path("resultType").asString("")) {
            case "scalar" -> scalar(result);
            case "string" -> new QueryResult.Text(
                    time(result.path(0)), result.path(1).asString(""));
            case "vector" -> vector(result);
            case "matrix" -> matrix(result);
            case String other -> throw unlike("a resultType of a query, got \"" + other + '"');
        };
        return new QueryResult(value, texts(answer.path("warnings")), texts(answer.path("infos")));
    }

    private JsonNode success() {
        JsonNode answer;
        try {
            answer = JSON.readTree(page.body().getBytes());
        } catch (JacksonException _) {
            throw unlike("JSON");
        }
        return switch (answer.path("status").asString("")) {
            case "success" -> answer;
            case "error" -> throw new PromqlException(
                    kind(answer.path("errorType").asString("")), answer.path("error").asString(""));
            case String _ -> throw unlike("a status of success or error");
        };
    }

    private JsonNode data(JsonNode answer) {
        var data = answer.path("data");
        if (data.isMissingNode()) {
            throw unlike("data");
        }
        return data;
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "bad_data" -> Kind.BAD_DATA;
            case "execution" -> Kind.EXECUTION;
            case "timeout" -> Kind.TIMEOUT;
            case "canceled" -> Kind.CANCELED;
            case "unavailable" -> Kind.UNAVAILABLE;
            case String _ -> Kind.INTERNAL;
        };
    }

    private QueryResult.Value scalar(JsonNode point) {
        return new QueryResult.Scalar(time(point.path(0)), number(point.path(1)));
    }

    private QueryResult.Value vector(JsonNode elements) {
        var all = new ArrayList<QueryResult.Element>();
        for (var element : elements) {
            if (element.has("histogram")) {
                throw histogram(labels(element.path("metric")));
            }
            var point = element.path("value");
            all.add(new QueryResult.Element(
                    labels(element.path("metric")), time(point.path(0)), number(point.path(1))));
        }
        return new QueryResult.Vector(all);
    }

    private QueryResult.Value matrix(JsonNode rows) {
        var all = new ArrayList<QueryResult.Row>();
        for (var row : rows) {
            if (row.has("histograms")) {
                throw histogram(labels(row.path("metric")));
            }
            var points = row.path("values");
            var times = new long[points.size()];
            var values = new double[points.size()];
            for (int i = 0; i < times.length; i++) {
                times[i] = time(points.path(i).path(0));
                values[i] = number(points.path(i).path(1));
            }
            all.add(new QueryResult.Row(labels(row.path("metric")), new Samples(times, values, times.length)));
        }
        return new QueryResult.Matrix(all);
    }

    /// The API writes the bounds of a histogram's buckets, not its schema: what is read would not be what was stored.
    private static PromqlException histogram(Labels labels) {
        return new PromqlException(
                Kind.EXECUTION,
                "expected numbers, got the native histogram " + labels
                        + "; ask for histogram_quantile(...), histogram_count(...) or another number of it");
    }

    private Labels labels(JsonNode object) {
        if (!object.isObject()) {
            throw unlike("labels");
        }
        var labels = new TreeMap<String, String>();
        object.properties().forEach(each -> labels.put(each.getKey(), each.getValue().asString("")));
        return Labels.of(labels);
    }

    private long time(JsonNode seconds) {
        if (!seconds.isNumber()) {
            throw unlike("a time in seconds");
        }
        return seconds.asDecimal().multiply(BigDecimal.valueOf(1000)).longValue();
    }

    private double number(JsonNode text) {
        return switch (text.asString("").toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case String digits -> {
                try {
                    yield Double.parseDouble(digits);
                } catch (NumberFormatException _) {
                    throw unlike("a number as a text");
                }
            }
        };
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(each -> each.asString("")).toList();
    }

    private PromqlException unlike(String expected) {
        var start = page.body().toString().strip().lines().findFirst().orElse("nothing");
        return new PromqlException(
                Kind.UNAVAILABLE,
                "expected " + expected + " in the answer of a Prometheus, got status " + page.status() + ": "
                        + (start.length() > SHOWN ? start.substring(0, SHOWN) + "…" : start));
    }
}

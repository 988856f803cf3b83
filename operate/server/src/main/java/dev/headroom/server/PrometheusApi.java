package dev.headroom.server;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Queryable;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/api/v1`: the Prometheus HTTP API, so that Grafana, promtool and scripts read Headroom as they read Prometheus.
/// Each request runs on a virtual thread; at most [#MAX_CONCURRENT_QUERIES] evaluate at a time, the others wait.
///
/// Source: prometheus.io/docs/prometheus/latest/querying/api.
final class PrometheusApi implements HttpSurface.Part {

    static final int MAX_CONCURRENT_QUERIES = 20;
    static final int MAX_FORM_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusApi.class);
    private static final int MAX_POINTS = 11_000;

    private final QueryEngine engine;
    private final Queryable storage;
    private final Function<String, List<Matcher>> selector;
    private final Timeline timeline;
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Semaphore evaluating = new Semaphore(MAX_CONCURRENT_QUERIES, true);

    /// Answers one endpoint by writing the JSON of `data`; annotations go into the lists.
    interface Endpoint {
        Data answer(ApiParameters parameters);
    }

    /// @param json the value of `data`
    record Data(String json, List<String> warnings, List<String> infos) {
        Data(String json) {
            this(json, List.of(), List.of());
        }
    }

    /// @param selector the matchers of a series selector such as `up{job="x"}`; throws [PromqlException] when it is
    ///     none
    PrometheusApi(
            QueryEngine engine, Queryable storage, Function<String, List<Matcher>> selector, Timeline timeline) {
        this.engine = engine;
        this.storage = storage;
        this.selector = selector;
        this.timeline = timeline;
        endpoints.put("query", this::query);
        endpoints.put("query_range", this::range);
        endpoints.put("series", this::series);
        endpoints.put("labels", this::labels);
    }

    /// Adds an endpoint below `/api/v1/`.
    PrometheusApi with(String path, Endpoint endpoint) {
        endpoints.put(path, endpoint);
        return this;
    }

    @Override
    public void handle(HttpServerRequest request) {
        var path = Objects.requireNonNullElse(request.path(), "").substring("/api/v1/".length());
        if (request.method().equals(HttpMethod.POST)) {
            request.setExpectMultipart(true);
            request.body().onSuccess(body -> {
                if (body.length() > MAX_FORM_BYTES) {
                    fail(request, new ApiException(413, "bad_data", "form: at most " + MAX_FORM_BYTES + " bytes"));
                    return;
                }
                var all = MultiMap.caseInsensitiveMultiMap().addAll(request.params());
                start(request, path, all.addAll(request.formAttributes()));
            });
        } else if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            start(request, path, request.params());
        } else {
            request.response().setStatusCode(405).putHeader("Allow", "GET, POST").end();
        }
    }

    private void start(HttpServerRequest request, String path, MultiMap values) {
        Thread.ofVirtual().name("api " + path).start(() -> {
            try {
                succeed(request, answer(path, new ApiParameters(values)));
            } catch (ApiException wrong) {
                fail(request, wrong);
            } catch (PromqlException wrong) {
                fail(request, translated(wrong));
            } catch (RuntimeException defect) {
                LOG.error("{} {}", request.method(), request.uri(), defect);
                fail(request, new ApiException(500, "internal", defect.toString()));
            }
        });
    }

    private Data answer(String path, ApiParameters parameters) {
        if (path.startsWith("label/") && path.endsWith("/values")) {
            return labelValues(path.substring("label/".length(), path.length() - "/values".length()), parameters);
        }
        var endpoint = endpoints.get(path);
        if (endpoint == null) {
            throw new ApiException(404, "not_found", "no such endpoint: /api/v1/" + path);
        }
        return endpoint.answer(parameters);
    }

    private Data query(ApiParameters parameters) {
        var at = parameters.time("time", timeline.now());
        var query = parameters.text("query");
        int limit = parameters.limit();
        return data(evaluate("query", () -> engine.instant(query, at)), limit);
    }

    private Data range(ApiParameters parameters) {
        var start = parameters.time("start");
        var end = parameters.time("end");
        if (end.isBefore(start)) {
            throw ApiException.parameter("end", "end timestamp must not be before start time");
        }
        var step = parameters.duration("step");
        if (!step.isPositive()) {
            throw ApiException.parameter(
                    "step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if (Duration.between(start, end).dividedBy(step) > MAX_POINTS) {
            throw new ApiException(400, "bad_data", "exceeded maximum resolution of 11,000 points per timeseries."
                    + " Try decreasing the query resolution (?step=XX)");
        }
        var query = parameters.text("query");
        int limit = parameters.limit();
        return data(evaluate("query", () -> engine.range(query, start, end, step)), limit);
    }

    /// @param parameter the parameter that holds the query, for the words of its errors
    private QueryResult evaluate(String parameter, Supplier<QueryResult> query) {
        evaluating.acquireUninterruptibly();
        try {
            return query.get();
        } catch (PromqlException wrong) {
            if (wrong.kind() == PromqlException.Kind.BAD_DATA) {
                throw ApiException.parameter(parameter, String.valueOf(wrong.getMessage()));
            }
            throw wrong;
        } finally {
            evaluating.release();
        }
    }

    private static Data data(QueryResult result, int limit) {
        var warnings = new ArrayList<>(result.warnings());
        var value = switch (result.value()) {
            case QueryResult.Vector vector when limit > 0 && vector.elements().size() > limit -> {
                warnings.add("results truncated due to limit");
                yield new QueryResult.Vector(vector.elements().subList(0, limit));
            }
            case QueryResult.Matrix matrix when limit > 0 && matrix.rows().size() > limit -> {
                warnings.add("results truncated due to limit");
                yield new QueryResult.Matrix(matrix.rows().subList(0, limit));
            }
            case QueryResult.Value whole -> whole;
        };
        var out = new StringBuilder();
        ApiText.result(out, value);
        return new Data(out.toString(), warnings, result.infos());
    }

    private Data series(ApiParameters parameters) {
        var selectors = parameters.matchers(selector);
        if (selectors.isEmpty()) {
            throw new ApiException(400, "bad_data", "no match[] parameter provided");
        }
        var found = found(parameters, selectors);
        var limited = limited(List.copyOf(found), parameters);
        var out = new StringBuilder("[");
        for (var labels : limited.values()) {
            ApiText.separate(out);
            ApiText.labels(out, labels);
        }
        return new Data(out.append(']').toString(), limited.warnings(), List.of());
    }

    private Data labels(ApiParameters parameters) {
        var names = new TreeSet<String>();
        found(parameters, parameters.matchers(selector)).forEach(labels -> names.addAll(labels.names()));
        return texts(List.copyOf(names), parameters);
    }

    private Data labelValues(String name, ApiParameters parameters) {
        if (name.isEmpty()) {
            throw new ApiException(400, "bad_data", "invalid label name: \"" + name + '"');
        }
        var values = new TreeSet<String>();
        for (var labels : found(parameters, parameters.matchers(selector))) {
            if (labels.has(name)) {
                values.add(labels.value(name));
            }
        }
        return texts(List.copyOf(values), parameters);
    }

    private static Data texts(List<String> texts, ApiParameters parameters) {
        var limited = limited(texts, parameters);
        var out = new StringBuilder();
        ApiText.texts(out, limited.values());
        return new Data(out.toString(), limited.warnings(), List.of());
    }

    private record Limited<T>(List<T> values, List<String> warnings) {}

    private static <T> Limited<T> limited(List<T> values, ApiParameters parameters) {
        int limit = parameters.limit();
        return limit > 0 && values.size() > limit
                ? new Limited<>(values.subList(0, limit), List.of("results truncated due to limit"))
                : new Limited<>(values, List.of());
    }

    private Set<Labels> found(ApiParameters parameters, List<List<Matcher>> selectors) {
        Instant start = parameters.earliest();
        Instant end = parameters.latest();
        var found = new TreeSet<Labels>();
        var each = selectors.isEmpty() ? List.of(List.<Matcher>of()) : selectors;
        for (var matchers : each) {
            found.addAll(storage.series(start.toEpochMilli(), end.toEpochMilli(), matchers));
        }
        return found;
    }

    private static ApiException translated(PromqlException wrong) {
        var message = String.valueOf(wrong.getMessage());
        return switch (wrong.kind()) {
            case BAD_DATA -> ApiException.parameter("match[]", message);
            case EXECUTION -> new ApiException(422, "execution", message);
            case TIMEOUT -> new ApiException(503, "timeout", message);
            case CANCELED -> new ApiException(499, "canceled", message);
            case INTERNAL -> new ApiException(500, "internal", message);
            case UNAVAILABLE -> new ApiException(503, "unavailable", message);
        };
    }

    private static void succeed(HttpServerRequest request, Data data) {
        var out = new StringBuilder(data.json().length() + 64);
        out.append("{\"status\":\"success\",\"data\":").append(data.json());
        if (!data.warnings().isEmpty()) {
            out.append(",\"warnings\":");
            ApiText.texts(out, data.warnings());
        }
        if (!data.infos().isEmpty()) {
            out.append(",\"infos\":");
            ApiText.texts(out, data.infos());
        }
        request.response().putHeader("Content-Type", "application/json").end(out.append('}').toString());
    }

    private static void fail(HttpServerRequest request, ApiException failure) {
        var out = new StringBuilder("{\"status\":\"error\",\"errorType\":");
        ApiText.quoted(out, failure.errorType());
        out.append(",\"error\":");
        ApiText.quoted(out, String.valueOf(failure.getMessage()));
        request.response()
                .setStatusCode(failure.status())
                .putHeader("Content-Type", "application/json")
                .end(out.append('}').toString());
    }
}

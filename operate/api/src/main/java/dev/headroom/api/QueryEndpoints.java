package dev.headroom.api;

import dev.headroom.promql.Expr;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PrettyPrinter;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.query.EngineOptions;
import dev.headroom.timeline.Timeline;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// `query`, `query_range`, `format_query` and `parse_query`. At most [#MAX_CONCURRENT_QUERIES] are evaluated at a time,
/// the others wait. A query ends, or stops to wait, soon after the thread that asks is interrupted.
public final class QueryEndpoints {

    public static final int MAX_CONCURRENT_QUERIES = 20;

    private static final int MAX_POINTS = 11_000;

    private final Function<EngineOptions, QueryEngine> engines;
    private final EngineOptions standard;
    private final Timeline timeline;
    private final Semaphore evaluating = new Semaphore(MAX_CONCURRENT_QUERIES, true);

    /// @param engines an engine for the options of one query
    /// @param standard the options of a query that sets none
    public QueryEndpoints(Function<EngineOptions, QueryEngine> engines, EngineOptions standard, Timeline timeline) {
        this.engines = engines;
        this.standard = standard;
        this.timeline = timeline;
    }

    public void addTo(PrometheusApi api) {
        api.withForm("query", this::query)
                .withForm("query_range", this::range)
                .withForm("format_query", this::format)
                .withForm("parse_query", this::parse);
    }

    /// A query with its parameters.
    @FunctionalInterface
    private interface Evaluation {
        QueryResult by(QueryEngine engine);
    }

    private Endpoint.Data query(Parameters parameters) {
        int limit = parameters.limit();
        var at = parameters.time("time", timeline.now());
        var query = parameters.text("query");
        return evaluate(parameters, limit, engine -> engine.instant(query, at));
    }

    private Endpoint.Data range(Parameters parameters) {
        int limit = parameters.limit();
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
        return evaluate(parameters, limit, engine -> engine.range(query, start, end, step));
    }

    private Endpoint.Data evaluate(Parameters parameters, int limit, Evaluation evaluation) {
        var engine = engines.apply(options(parameters));
        long asked = timeline.nanos();
        await();
        long begun = timeline.nanos();
        try {
            var result = evaluation.by(engine);
            var stats = new LinkedHashMap<String, Double>();
            if (parameters.has("stats")) {
                long done = timeline.nanos();
                stats.put("execQueueTime", (begun - asked) / 1e9);
                stats.put("evalTotalTime", (done - begun) / 1e9);
                stats.put("execTotalTime", (done - asked) / 1e9);
            }
            return data(result, limit, stats);
        } catch (PromqlException wrong) {
            if (wrong.kind() == PromqlException.Kind.BAD_DATA) {
                throw ApiException.parameter("query", wrong.getMessage());
            }
            throw wrong;
        } finally {
            evaluating.release();
        }
    }

    private void await() {
        try {
            evaluating.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PromqlException(PromqlException.Kind.CANCELED, "query was canceled in query queue");
        }
    }

    private EngineOptions options(Parameters parameters) {
        var limits = standard.limits();
        if (parameters.has("timeout")) {
            var timeout = parameters.duration("timeout");
            boolean shorter = timeout.isPositive() && timeout.compareTo(limits.timeout()) < 0;
            limits = shorter ? limits.withTimeout(timeout) : limits;
        }
        return standard.withLimits(limits).withLookback(lookback(parameters));
    }

    private Duration lookback(Parameters parameters) {
        if (!parameters.has("lookback_delta")) {
            return standard.lookback();
        }
        try {
            var lookback = Parameters.parsedDuration(parameters.text("lookback_delta"));
            return lookback.isPositive() ? lookback : standard.lookback();
        } catch (DateTimeException wrong) {
            throw new ApiException(
                    400, "bad_data", "error parsing lookback delta duration: " + wrong.getMessage());
        }
    }

    private static Endpoint.Data data(QueryResult result, int limit, Map<String, Double> timings) {
        var warnings = new ArrayList<>(result.warnings());
        var value = switch (result.value()) {
            case QueryResult.Vector vector when limit > 0 && vector.elements().size() > limit -> {
                warnings.add(SeriesEndpoints.TRUNCATED);
                yield new QueryResult.Vector(vector.elements().subList(0, limit));
            }
            case QueryResult.Matrix matrix when limit > 0 && matrix.rows().size() > limit -> {
                warnings.add(SeriesEndpoints.TRUNCATED);
                yield new QueryResult.Matrix(matrix.rows().subList(0, limit));
            }
            case QueryResult.Value whole -> whole;
        };
        var after = timings.isEmpty() ? "" : ",\"stats\":" + Json.text(Map.of("timings", timings));
        return new Endpoint.Data(ApiText.result(value, after), warnings, result.infos());
    }

    private Endpoint.Data format(Parameters parameters) {
        return tree(parameters, expr -> {
            var out = new StringBuilder();
            ApiText.quoted(out, PrettyPrinter.print(expr));
            return out.toString();
        });
    }

    private Endpoint.Data parse(Parameters parameters) {
        return tree(parameters, expr -> Json.text(TreeJson.of(expr)));
    }

    private Endpoint.Data tree(Parameters parameters, Function<Expr, String> json) {
        try {
            return new Endpoint.Data(json.apply(Parser.parse(parameters.text("query"), standard.syntax())));
        } catch (PromqlException wrong) {
            throw ApiException.parameter("query", wrong.getMessage());
        }
    }
}

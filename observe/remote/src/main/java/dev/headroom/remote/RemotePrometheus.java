package dev.headroom.remote;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A Prometheus-compatible server as a query engine. Every method waits for the server's answer.
public final class RemotePrometheus implements QueryEngine {

    private final HttpApi api;

    public RemotePrometheus(HttpApi api) {
        this.api = api;
    }

    /// @throws PromqlException with the server's own words, or with what is wrong on the way to it
    @Override
    public QueryResult instant(String query, Instant at) {
        return Answers.result(api.post(
                "/api/v1/query", List.of(new Parameter("query", query), new Parameter("time", seconds(at)))));
    }

    /// @throws PromqlException with the server's own words, or with what is wrong on the way to it
    @Override
    public QueryResult range(String query, Instant start, Instant end, Duration step) {
        return Answers.result(api.post(
                "/api/v1/query_range",
                List.of(
                        new Parameter("query", query),
                        new Parameter("start", seconds(start)),
                        new Parameter("end", seconds(end)),
                        new Parameter("step", seconds(Instant.EPOCH.plus(step))))));
    }

    /// The label sets of the series that pass all matchers and have a sample since `from`.
    ///
    /// @throws PromqlException with the server's own words, or with what is wrong on the way to it
    public List<Labels> series(List<Matcher> matchers, Instant from) {
        var parameters = new ArrayList<Parameter>();
        parameters.add(new Parameter("match[]", SelectorText.of(matchers)));
        parameters.add(new Parameter("start", seconds(from)));
        return Answers.series(api.post("/api/v1/series", parameters));
    }

    private static String seconds(Instant time) {
        return java.math.BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
    }

    /// The address, for messages.
    @Override
    public String toString() {
        return api.toString();
    }
}

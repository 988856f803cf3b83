package dev.headroom.adapter;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A Prometheus whose series and answers are written down, and that notes what it was asked.
final class WrittenSource implements MetricsSource {

    private final List<Labels> series = new ArrayList<>();
    private final Map<String, QueryResult.Value> answers = new HashMap<>();
    final List<String> asked = new ArrayList<>();

    WrittenSource series(String... written) {
        for (var each : written) {
            series.add(Parser.labels(each));
        }
        return this;
    }

    /// The answer to every query that was not given another.
    WrittenSource gives(QueryResult.Element... elements) {
        return gives("", new QueryResult.Vector(List.of(elements)));
    }

    WrittenSource gives(String promql, QueryResult.Value value) {
        answers.put(promql, value);
        return this;
    }

    static QueryResult.Element element(String labels, double value) {
        return element(labels, value, 0);
    }

    static QueryResult.Element element(String labels, double value, long timestampMillis) {
        return new QueryResult.Element(Parser.labels(labels), timestampMillis, value);
    }

    @Override
    public List<Labels> series(List<Matcher> matchers, Instant from) {
        return series.stream()
                .filter(each -> matchers.stream().allMatch(matcher -> matcher.matches(each)))
                .toList();
    }

    @Override
    public QueryResult.Value query(String promql, Instant at) {
        asked.add(promql);
        var answer = answers.getOrDefault(promql, answers.get(""));
        if (answer == null) {
            throw new PromqlException(PromqlException.Kind.UNAVAILABLE, "connection refused");
        }
        return answer;
    }
}

package dev.headroom.rules;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A query engine whose answers are set by a test; an expression without one is empty, or fails when it is told to.
final class ScriptedEngine implements QueryEngine {

    private final Map<String, List<QueryResult.Element>> answers = new HashMap<>();
    private boolean failing;

    void answer(String expr, double value, String... labels) {
        answers.computeIfAbsent(expr, _ -> new ArrayList<>())
                .add(new QueryResult.Element(Labels.of(labels), 0, value));
    }

    void answer(String expr, FloatHistogram histogram, String... labels) {
        answers.computeIfAbsent(expr, _ -> new ArrayList<>())
                .add(new QueryResult.Element(Labels.of(labels), 0, histogram));
    }

    void nothing(String expr) {
        answers.remove(expr);
    }

    void failing(boolean fails) {
        failing = fails;
    }

    @Override
    public QueryResult instant(String query, Instant at) {
        if (failing) {
            throw new PromqlException(PromqlException.Kind.TIMEOUT, "query timed out in expression evaluation");
        }
        return new QueryResult(
                new QueryResult.Vector(answers.getOrDefault(query, List.of())), List.of(), List.of());
    }

    @Override
    public QueryResult range(String query, Instant start, Instant end, Duration step) {
        throw new UnsupportedOperationException("rules ask instant queries only");
    }
}

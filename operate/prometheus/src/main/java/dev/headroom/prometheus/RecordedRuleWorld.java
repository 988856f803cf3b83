package dev.headroom.prometheus;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Parser;
import dev.headroom.promql.Printer;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.promql.Syntax;
import dev.headroom.rules.Notification;
import dev.headroom.tsdb.Head;
import dev.headroom.tsdb.HeadOptions;
import dev.headroom.tsdb.Queryable;
import dev.headroom.tsdb.Exemplars.Exemplar;
import dev.headroom.tsdb.SampleSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// What rules of a recording see: an engine whose answers are recorded, a storage that outlives restarts, and lists of
/// what was stored and sent since the last step.
final class RecordedRuleWorld implements QueryEngine, SampleSink, Queryable {

    private final Head head = new Head(HeadOptions.defaults().withRetention(Duration.ofDays(10_000)));
    private final List<Stored> stored = new ArrayList<>();
    private final List<Notification> sent = new ArrayList<>();
    private JsonNode results = MissingNode.getInstance();

    /// A sample that a rule stored.
    record Stored(Labels labels, long timestampMillis, double value) {}

    /// Begins a step: these are the answers now, and nothing is stored or sent yet.
    void begin(JsonNode answers) {
        results = answers;
        stored.clear();
        sent.clear();
    }

    List<Stored> stored() {
        return List.copyOf(stored);
    }

    List<Notification> sent() {
        return List.copyOf(sent);
    }

    void send(List<Notification> notifications) {
        sent.addAll(notifications);
    }

    @Override
    public QueryResult instant(String query, Instant at) {
        var answer = results.path(Printer.print(Parser.parse(query, Syntax.STABLE)));
        if (answer.has("error")) {
            throw new PromqlException(PromqlException.Kind.EXECUTION, answer.path("error").asString(""));
        }
        var elements = answer.path("result").valueStream()
                .map(sample -> new QueryResult.Element(
                        RecordedLabels.of(sample.path("labels")),
                        at.toEpochMilli(),
                        RecordedLabels.number(sample.path("value"))))
                .toList();
        return new QueryResult(new QueryResult.Vector(elements), List.of(), List.of());
    }

    @Override
    public QueryResult range(String query, Instant start, Instant end, Duration step) {
        throw new UnsupportedOperationException("rules ask instant queries only");
    }

    @Override
    public Appender appender() {
        var appender = head.appender();
        return new Appender() {
            @Override
            public Append append(Labels labels, long timestampMillis, double value) {
                stored.add(new Stored(labels, timestampMillis, value));
                return appender.append(labels, timestampMillis, value);
            }

            @Override
            public Append append(Labels labels, long timestampMillis, FloatHistogram histogram) {
                throw new UnsupportedOperationException("the recorded results are numbers, got " + histogram);
            }

            @Override
            public void exemplar(Labels series, Exemplar exemplar) {
                throw new UnsupportedOperationException("rules point at nothing, got " + exemplar);
            }

            @Override
            public void commit() {
                appender.commit();
            }

            @Override
            public void rollback() {
                appender.rollback();
            }
        };
    }

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        return head.select(minMillis, maxMillis, matchers);
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        return head.series(minMillis, maxMillis, matchers);
    }
}

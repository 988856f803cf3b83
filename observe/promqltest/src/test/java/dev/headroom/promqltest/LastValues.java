package dev.headroom.promqltest;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.tsdb.Queryable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An engine that knows lone selectors only: every query is the newest sample of each series, however old.
record LastValues(Queryable storage) implements QueryEngine {

    @Override
    public QueryResult instant(String query, Instant at) {
        var elements = new ArrayList<QueryResult.Element>();
        for (var found : select(query, at)) {
            int last = found.samples().size() - 1;
            var histogram = found.samples().histogram(last);
            elements.add(
                    histogram == null
                            ? new QueryResult.Element(found.labels(), at.toEpochMilli(), found.samples().value(last))
                            : new QueryResult.Element(found.labels(), at.toEpochMilli(), histogram));
        }
        return new QueryResult(new QueryResult.Vector(elements), List.of("newest only"), List.of());
    }

    @Override
    public QueryResult range(String query, Instant start, Instant end, Duration step) {
        var rows = new ArrayList<QueryResult.Row>();
        for (var found : select(query, end)) {
            var times = new ArrayList<Long>();
            var values = new ArrayList<Double>();
            var histograms = new ArrayList<@Nullable FloatHistogram>();
            for (var at = start; !at.isAfter(end); at = at.plus(step)) {
                int count = found.samples().countUpTo(at.toEpochMilli());
                if (count > 0) {
                    times.add(at.toEpochMilli());
                    values.add(found.samples().value(count - 1));
                    histograms.add(found.samples().histogram(count - 1));
                }
            }
            var samples = new Samples(
                    times.stream().mapToLong(Long::longValue).toArray(),
                    values.stream().mapToDouble(Double::doubleValue).toArray(),
                    times.size());
            rows.add(new QueryResult.Row(
                    found.labels(), samples.withHistograms(histograms.toArray(FloatHistogram[]::new))));
        }
        return new QueryResult(new QueryResult.Matrix(rows), List.of(), List.of());
    }

    private List<Queryable.Selected> select(String query, Instant at) {
        List<Matcher> matchers = Parser.selector(query);
        if (matchers.isEmpty()) {
            throw new PromqlException(PromqlException.Kind.EXECUTION, "too much");
        }
        return storage.select(Long.MIN_VALUE + 1, at.toEpochMilli(), matchers);
    }
}

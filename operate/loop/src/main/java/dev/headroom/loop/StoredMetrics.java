package dev.headroom.loop;

import dev.headroom.adapter.MetricsSource;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.tsdb.Queryable;
import java.time.Instant;
import java.util.List;

/// A storage with its engine as the Prometheus behind an adapter.
public record StoredMetrics(Queryable storage, QueryEngine engine) implements MetricsSource {

    @Override
    public List<Labels> series(List<Matcher> matchers, Instant from) {
        return storage.series(from.toEpochMilli(), Long.MAX_VALUE, matchers);
    }

    @Override
    public QueryResult.Value query(String promql, Instant at) {
        return engine.instant(promql, at).value();
    }
}

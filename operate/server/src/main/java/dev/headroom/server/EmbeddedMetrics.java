package dev.headroom.server;

import dev.headroom.adapter.MetricsSource;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.tsdb.Queryable;
import java.time.Instant;
import java.util.List;

/// The embedded storage and engine as the Prometheus behind an adapter.
record EmbeddedMetrics(Queryable storage, QueryEngine engine) implements MetricsSource {

    @Override
    public List<Labels> series(List<Matcher> matchers, Instant from) {
        return storage.series(from.toEpochMilli(), Long.MAX_VALUE, matchers);
    }

    @Override
    public QueryResult.Value query(String promql, Instant at) {
        return engine.instant(promql, at).value();
    }
}

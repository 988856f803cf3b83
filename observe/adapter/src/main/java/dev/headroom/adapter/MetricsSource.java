package dev.headroom.adapter;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.QueryResult;
import java.time.Instant;
import java.util.List;

/// The Prometheus behind the rules: the embedded engine, or a server.
public interface MetricsSource {

    /// The series that had a sample since `from`, as `/api/v1/series` lists them.
    ///
    /// @throws dev.headroom.promql.PromqlException when they cannot be listed
    List<Labels> series(List<Matcher> matchers, Instant from);

    /// The value of a query at one instant.
    ///
    /// @throws dev.headroom.promql.PromqlException when it has none
    QueryResult.Value query(String promql, Instant at);
}

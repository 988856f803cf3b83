package dev.headroom.promql;

import java.time.Duration;
import java.time.Instant;

/// Something that answers PromQL: the embedded engine over the embedded storage, or a remote Prometheus.
public interface QueryEngine {

    /// The value of `query` at one instant.
    ///
    /// @throws PromqlException when the query does not parse, breaks a limit, or fails while it runs
    QueryResult instant(String query, Instant at);

    /// The values of `query` from `start` to `end`, both included, one each `step`; always a [QueryResult.Matrix].
    ///
    /// @throws PromqlException when the query does not parse, breaks a limit, or fails while it runs
    QueryResult range(String query, Instant start, Instant end, Duration step);
}

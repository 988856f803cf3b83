package dev.headroom.query;

import java.time.Duration;

/// What one query may cost.
///
/// @param samples most samples held in memory at once: those read from the storage and those of intermediate results;
///     a native histogram counts for its buckets, too (limit `samples`, default 50 000 000)
/// @param timeout how long a query may run (limit `timeout`, default 2 minutes)
/// @param points most steps of a range query (limit `points`, default 11 000)
/// @param subqueryPoints most steps of a subquery (limit `subqueryPoints`, default 5 000 000)
public record QueryLimits(long samples, Duration timeout, int points, int subqueryPoints) {

    public QueryLimits {
        if (samples < 1) {
            throw new IllegalArgumentException("samples: expected a limit of at least 1, got " + samples);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: expected more than 0s, got " + timeout);
        }
        if (points < 1) {
            throw new IllegalArgumentException("points: expected a limit of at least 1, got " + points);
        }
        if (subqueryPoints < 1) {
            throw new IllegalArgumentException(
                    "subqueryPoints: expected a limit of at least 1, got " + subqueryPoints);
        }
    }

    public static QueryLimits defaults() {
        return new QueryLimits(50_000_000, Duration.ofMinutes(2), 11_000, 5_000_000);
    }

    public QueryLimits withSamples(long limit) {
        return new QueryLimits(limit, timeout, points, subqueryPoints);
    }

    public QueryLimits withPoints(int limit) {
        return new QueryLimits(samples, timeout, limit, subqueryPoints);
    }

    public QueryLimits withSubqueryPoints(int limit) {
        return new QueryLimits(samples, timeout, points, limit);
    }

    public QueryLimits withTimeout(Duration limit) {
        return new QueryLimits(samples, limit, points, subqueryPoints);
    }
}

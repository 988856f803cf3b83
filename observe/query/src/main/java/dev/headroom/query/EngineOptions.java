package dev.headroom.query;

import dev.headroom.promql.Syntax;
import java.time.Duration;

/// How an [Engine] reads and evaluates queries; the defaults are those of a Prometheus server.
///
/// @param lookback how old a sample may be to count as the value of its series (default 5 minutes)
/// @param subqueryStep the step of a subquery that names none (default 1 minute)
/// @param syntax whether experimental functions, aggregations and modifiers are accepted (default: not)
/// @param delayedNameRemoval whether the metric name is dropped at the end of the evaluation instead of by each
///     operation (default: not); Prometheus' flag `promql-delayed-name-removal`
/// @param startTimestamps whether `rate` and its kin use the start timestamps of samples (default: not)
public record EngineOptions(
        Duration lookback,
        Duration subqueryStep,
        Syntax syntax,
        boolean delayedNameRemoval,
        boolean startTimestamps,
        QueryLimits limits) {

    public EngineOptions {
        if (lookback.isNegative() || lookback.isZero()) {
            throw new IllegalArgumentException("lookback: expected more than 0s, got " + lookback);
        }
        if (subqueryStep.toMillis() < 1) {
            throw new IllegalArgumentException("subqueryStep: expected at least 1ms, got " + subqueryStep);
        }
    }

    public static EngineOptions defaults() {
        return new EngineOptions(
                Duration.ofMinutes(5), Duration.ofMinutes(1), Syntax.STABLE, false, false, QueryLimits.defaults());
    }

    /// What Prometheus' own test runner switches on: everything experimental.
    public static EngineOptions experimental() {
        return new EngineOptions(
                Duration.ofMinutes(5), Duration.ofMinutes(1), Syntax.EXPERIMENTAL, true, true, QueryLimits.defaults());
    }

    public EngineOptions withDelayedNameRemoval(boolean delayed) {
        return new EngineOptions(lookback, subqueryStep, syntax, delayed, startTimestamps, limits);
    }

    public EngineOptions withLookback(Duration wanted) {
        return new EngineOptions(wanted, subqueryStep, syntax, delayedNameRemoval, startTimestamps, limits);
    }

    public EngineOptions withLimits(QueryLimits wanted) {
        return new EngineOptions(lookback, subqueryStep, syntax, delayedNameRemoval, startTimestamps, wanted);
    }

    long lookbackMillis() {
        return lookback.toMillis();
    }
}

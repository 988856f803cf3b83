package dev.headroom.verdicts;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the service promises: `quantile` of its requests take at most `target`, and no more than `errorShare` fail.
///
/// @param quantile 0.5, 0.95 or 0.99: those the load generator measures each second
public record Objective(double quantile, Duration target, double errorShare) {

    private static final Map<Double, String> NAMES = Map.of(0.5, "p50", 0.95, "p95", 0.99, "p99");

    public Objective {
        if (!NAMES.containsKey(quantile)) {
            throw new IllegalArgumentException("quantile: expected 0.5, 0.95 or 0.99, got " + quantile);
        }
        if (target.isNegative() || target.isZero()) {
            throw new IllegalArgumentException("target: expected more than zero, got " + target);
        }
        if (!(errorShare >= 0 && errorShare <= 1)) {
            throw new IllegalArgumentException("errorShare: expected 0 to 1, got " + errorShare);
        }
    }

    /// `p95`.
    public String name() {
        return Optional.ofNullable(NAMES.get(quantile)).orElseThrow();
    }

    public double targetSeconds() {
        return target.toNanos() / 1e9;
    }
}

package dev.headroom.promql;

/// Which PromQL is accepted.
public enum Syntax {
    /// What a Prometheus server accepts without feature flags.
    STABLE,
    /// Also experimental functions and aggregations, `anchored`, `smoothed` and `fill`.
    EXPERIMENTAL
}

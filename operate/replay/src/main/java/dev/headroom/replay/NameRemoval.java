package dev.headroom.replay;

/// When PromQL drops the name of a metric that an operation has made another one.
public enum NameRemoval {
    /// At the end of the evaluation, as in Prometheus' test runner.
    DELAYED,
    /// At once, as in a Prometheus server without feature flags.
    EAGER
}

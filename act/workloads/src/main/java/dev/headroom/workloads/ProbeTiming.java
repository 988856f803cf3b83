package dev.headroom.workloads;

import java.time.Duration;

/// When a probe is tried and how many equal answers in a row count (the fields of `Probe` in the Kubernetes API).
public record ProbeTiming(Duration initialDelay, Duration period, int successThreshold, int failureThreshold) {
    public ProbeTiming {
        if (!period.isPositive() || successThreshold < 1 || failureThreshold < 1 || initialDelay.isNegative()) {
            throw new IllegalArgumentException("probe timing: initialDelay " + initialDelay + ", period " + period
                    + ", successThreshold " + successThreshold + ", failureThreshold " + failureThreshold);
        }
    }
}

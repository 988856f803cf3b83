package dev.headroom.hpa;

import java.time.Duration;

/// What the flags of kube-controller-manager say about autoscaling.
///
/// @param tolerance how far the ratio of a metric to its target may be off 1 without a change
/// @param downscaleStabilization the scale-down window of objects that name none
/// @param cpuInitializationPeriod how long after its start a pod's CPU counts only while it is ready
/// @param initialReadinessDelay how long after its start a pod that turns unready was never ready at all
public record HpaSettings(
        double tolerance,
        Duration downscaleStabilization,
        Duration cpuInitializationPeriod,
        Duration initialReadinessDelay,
        Gates gates) {

    /// The defaults of Kubernetes 1.36.
    public static final HpaSettings DEFAULT = new HpaSettings(
            0.1,
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            new Gates(true, false, true));

    /// Feature gates.
    ///
    /// @param configurableTolerance `behavior.*.tolerance` counts
    /// @param scaleToZero a target that the autoscaler itself took to zero wakes up again
    /// @param podLevelResources a pod's own requests count before those of its containers
    public record Gates(boolean configurableTolerance, boolean scaleToZero, boolean podLevelResources) {}
}

package dev.headroom.hpa;

import java.time.Instant;

/// The chain after the metrics: stabilization, then policies and bounds.
record Normalization(Stabilization.Stabilized stable, ScalingLimits.Limited limited) {

    static Normalization of(
            HorizontalPodAutoscaler hpa, int wanted, int current, HpaMemory memory, Moment moment) {
        var now = moment.now();
        var settings = moment.settings();
        if (hpa.behavior().isEmpty()) {
            var stable = Stabilization.withoutBehavior(
                    wanted, memory.recommendations(), now, settings.downscaleStabilization());
            return new Normalization(
                    stable,
                    ScalingLimits.withoutBehavior(
                            stable.replicas(), current, hpa.minReplicas(), hpa.maxReplicas()));
        }
        var behavior = hpa.behavior().get();
        var cutoffs = Stabilization.Cutoffs.of(behavior, now, settings);
        var stable = Stabilization.withBehavior(wanted, current, memory.recommendations(), now, cutoffs);
        var history = new ScalingLimits.Events(memory.scaleUps(), memory.scaleDowns(), now);
        return new Normalization(
                stable, ScalingLimits.withBehavior(stable.replicas(), current, hpa, behavior, history));
    }

    /// An instant, with what the controller's flags say at it.
    record Moment(Instant now, HpaSettings settings) {}

    int replicas() {
        return limited.replicas();
    }
}

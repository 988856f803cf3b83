package dev.headroom.hpa;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a HorizontalPodAutoscaler remembers from pass to pass.
///
/// @param recommendations what the metrics proposed, before any limit; empty before the first pass
/// @param scaleUps how many replicas were added when; only while the object has a `behavior`
/// @param scaleDowns how many were taken away
/// @param status survives a restart of the controller, the rest does not
public record HpaMemory(
        List<Recommendation> recommendations,
        List<ScaleEvent> scaleUps,
        List<ScaleEvent> scaleDowns,
        HpaStatus status) {

    public HpaMemory {
        recommendations = List.copyOf(recommendations);
        scaleUps = List.copyOf(scaleUps);
        scaleDowns = List.copyOf(scaleDowns);
    }

    public static HpaMemory start() {
        return new HpaMemory(List.of(), List.of(), List.of(), HpaStatus.NONE);
    }

    public record Recommendation(int replicas, Instant at) {}

    /// @param outdated older than the longest period of its direction when it was last looked at: its slot may be
    ///     reused
    public record ScaleEvent(int change, Instant at, boolean outdated) {}

    public HpaMemory with(HpaStatus other) {
        return new HpaMemory(recommendations, scaleUps, scaleDowns, other);
    }

    HpaMemory with(List<Recommendation> others) {
        return new HpaMemory(others, scaleUps, scaleDowns, status);
    }

    /// After a restart: only the stored status is left.
    public HpaMemory restarted() {
        return start().with(status);
    }

    /// `status` of the object.
    ///
    /// @param currentReplicas what `scale.spec.replicas` was before the pass
    public record HpaStatus(
            Optional<Instant> lastScaleTime,
            int currentReplicas,
            int desiredReplicas,
            List<MetricStatus> currentMetrics,
            List<Condition> conditions) {

        public static final HpaStatus NONE = new HpaStatus(Optional.empty(), 0, 0, List.of(), List.of());

        public HpaStatus {
            currentMetrics = List.copyOf(currentMetrics);
            conditions = List.copyOf(conditions);
        }

        HpaStatus with(Condition condition) {
            return new HpaStatus(
                    lastScaleTime, currentReplicas, desiredReplicas, currentMetrics, condition.in(conditions));
        }

        HpaStatus without(String condition) {
            var others = conditions.stream()
                    .filter(each -> !each.type().equals(condition))
                    .toList();
            return new HpaStatus(lastScaleTime, currentReplicas, desiredReplicas, currentMetrics, others);
        }

        HpaStatus counted(int current, int desired, List<MetricStatus> metrics) {
            return new HpaStatus(lastScaleTime, current, desired, metrics, conditions);
        }

        HpaStatus scaledAt(Instant now) {
            return new HpaStatus(Optional.of(now), currentReplicas, desiredReplicas, currentMetrics, conditions);
        }
    }
}

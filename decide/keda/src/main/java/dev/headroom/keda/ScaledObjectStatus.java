package dev.headroom.keda;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `status` of a ScaledObject.
///
/// @param triggersTypes without repetition, joined by commas; empty before the first reconcile that got so far
/// @param health how often in a row the query of a metric failed, by metric; kept only where there is a fallback
/// @param triggersActivity whether a trigger was active when it was last asked, by metric
/// @param lastActiveTime in whole seconds
public record ScaledObjectStatus(
        Conditions conditions,
        Target target,
        Metrics metrics,
        String triggersTypes,
        Map<String, Health> health,
        Map<String, Boolean> triggersActivity,
        Optional<Instant> lastActiveTime) {

    public static final ScaledObjectStatus NONE = new ScaledObjectStatus(
            Conditions.NONE, Target.NONE, Metrics.NONE, "", Map.of(), Map.of(), Optional.empty());

    public ScaledObjectStatus {
        health = Map.copyOf(health);
        triggersActivity = Map.copyOf(triggersActivity);
    }

    /// What is scaled.
    ///
    /// @param scaleTargetKind `apps/v1.Deployment`
    /// @param originalReplicaCount how many there were when KEDA first looked
    /// @param pausedReplicaCount how many the object is paused at
    public record Target(
            String scaleTargetKind, Optional<Integer> originalReplicaCount, Optional<Integer> pausedReplicaCount) {
        static final Target NONE = new Target("", Optional.empty(), Optional.empty());

        Target kind(String other) {
            return new Target(other, originalReplicaCount, pausedReplicaCount);
        }

        Target original(int replicas) {
            return new Target(scaleTargetKind, Optional.of(replicas), pausedReplicaCount);
        }

        Target paused(Optional<Integer> replicas) {
            return new Target(scaleTargetKind, originalReplicaCount, replicas);
        }
    }

    /// What the generated autoscaler is called and asks for.
    ///
    /// @param compositeScalerName of the metric that the formula computes; empty without one
    public record Metrics(
            String hpaName,
            List<String> externalMetricNames,
            List<String> resourceMetricNames,
            String compositeScalerName) {
        static final Metrics NONE = new Metrics("", List.of(), List.of(), "");

        public Metrics {
            externalMetricNames = List.copyOf(externalMetricNames);
            resourceMetricNames = List.copyOf(resourceMetricNames);
        }

        Metrics hpa(String name) {
            return new Metrics(name, externalMetricNames, resourceMetricNames, compositeScalerName);
        }
    }

    /// @param isFailing whether the last query failed; the counter may lag behind it
    public record Health(int failures, boolean isFailing) {
        static final Health HAPPY = new Health(0, false);
    }

    ScaledObjectStatus with(Conditions others) {
        return new ScaledObjectStatus(
                others, target, metrics, triggersTypes, health, triggersActivity, lastActiveTime);
    }

    ScaledObjectStatus with(Target other) {
        return new ScaledObjectStatus(
                conditions, other, metrics, triggersTypes, health, triggersActivity, lastActiveTime);
    }

    ScaledObjectStatus with(Metrics others) {
        return new ScaledObjectStatus(
                conditions, target, others, triggersTypes, health, triggersActivity, lastActiveTime);
    }

    ScaledObjectStatus typed(String types) {
        return new ScaledObjectStatus(conditions, target, metrics, types, health, triggersActivity, lastActiveTime);
    }

    ScaledObjectStatus healthy(Map<String, Health> other) {
        return new ScaledObjectStatus(
                conditions, target, metrics, triggersTypes, other, triggersActivity, lastActiveTime);
    }

    ScaledObjectStatus with(String metric, Health other) {
        var all = new TreeMap<>(health);
        all.put(metric, other);
        return healthy(all);
    }

    ScaledObjectStatus acting(Map<String, Boolean> activity) {
        return new ScaledObjectStatus(
                conditions, target, metrics, triggersTypes, health, activity, lastActiveTime);
    }

    ScaledObjectStatus activeAt(Instant time) {
        return new ScaledObjectStatus(
                conditions,
                target,
                metrics,
                triggersTypes,
                health,
                triggersActivity,
                Optional.of(time.truncatedTo(ChronoUnit.SECONDS)));
    }

    /// For an object that a reconcile has brought this far: what the executor needs to know of it.
    public static ScaledObjectStatus of(
            String scaleTargetKind,
            String hpaName,
            List<String> externalMetricNames,
            Optional<Instant> lastActiveTime) {
        return new ScaledObjectStatus(
                Conditions.INITIAL,
                Target.NONE.kind(scaleTargetKind),
                new Metrics(hpaName, externalMetricNames, List.of(), ""),
                "",
                Map.of(),
                Map.of(),
                lastActiveTime);
    }
}

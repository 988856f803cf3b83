package dev.headroom.keda;

import dev.headroom.hpa.GoNumbers;
import dev.headroom.keda.ScaledObject.Fallback;
import dev.headroom.keda.ScaledObjectStatus.Health;
import dev.headroom.keda.Situation.Replicas;
import dev.headroom.model.Quantity;
import dev.headroom.triggers.GoText;
import dev.headroom.triggers.TriggerMetric;
import java.util.Optional;

/// What stands in for a metric that has failed too often.
final class Fallbacks {

    /* notes
     *
     * The stand-in is the target times the replicas, cut to a thousandth, so that the autoscaler comes to that many
     * replicas. A metric of type Value is divided by the ready pods for that, and has no fallback without any.
     * Source: KEDA 2.21, package fallback; held against recordings.
     */

    private Fallbacks() {}

    /// Whether the object has a fallback that can ever come true. With `scalingModifiers` their target must be a whole
    /// number above 0 for that.
    static boolean isValid(ScaledObject object) {
        var target = object.advanced().modifiers().map(ScaledObject.ScalingModifiers::target);
        return object.fallback()
                .filter(each -> each.failureThreshold() >= 0 && each.replicas() >= 0)
                .filter(_ -> target.isEmpty()
                        || target.flatMap(GoText::int64).map(each -> each > 0).orElse(false))
                .isPresent();
    }

    /// Whether a metric has failed often enough.
    static boolean isExceeded(ScaledObjectStatus status, int failureThreshold) {
        return status.health().values().stream().anyMatch(each -> isExceeded(each, failureThreshold));
    }

    private static boolean isExceeded(Health health, int failureThreshold) {
        return health.isFailing() && health.failures() > failureThreshold;
    }

    /// The value that stands in, empty where there can be none.
    static Optional<MetricValue> value(ScaledObject object, TriggerMetric.External metric, Situation situation) {
        var fallback = object.fallback().orElseThrow();
        double replicas = replicas(fallback, situation);
        var modifiers = object.advanced().modifiers();
        var type = modifiers.map(ScaledObject.ScalingModifiers::metricType).orElse(metric.type());
        if (type.equals("Value")) {
            if (situation.readyPods() == 0) {
                return Optional.empty();
            }
            replicas /= situation.readyPods();
        }
        double target = modifiers.map(Modifiers::target).orElseGet(() -> target(metric));
        var name = modifiers.isPresent() ? ScaledObject.COMPOSITE : metric.name();
        return Optional.of(new MetricValue(
                name, Quantity.ofMilli(GoNumbers.toLong(target * 1000 * replicas), Quantity.Format.DECIMAL_SI)));
    }

    /// A type that is neither of the two has no target here.
    private static double target(TriggerMetric.External metric) {
        return metric.isAverage() || metric.type().equals("Value") ? metric.target().approximateDouble() : 0;
    }

    /// Whether the replicas that there are now must be known.
    static boolean needsReplicas(Fallback fallback) {
        return fallback.kind() != ScaledObject.FallbackBehavior.STATIC;
    }

    private static double replicas(Fallback fallback, Situation situation) {
        int current = situation.replicas() instanceof Replicas.Count(int count) ? count : 0;
        return switch (fallback.kind()) {
            case STATIC, SCALING_MODIFIERS -> fallback.replicas();
            case CURRENT_REPLICAS -> current;
            case CURRENT_REPLICAS_IF_HIGHER -> Math.max(current, fallback.replicas());
            case CURRENT_REPLICAS_IF_LOWER -> Math.min(current, fallback.replicas());
        };
    }
}

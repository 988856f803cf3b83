package dev.headroom.keda;

import dev.headroom.triggers.GoText;

/// What stands in for a metric that has failed too often.
final class Fallbacks {

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
}

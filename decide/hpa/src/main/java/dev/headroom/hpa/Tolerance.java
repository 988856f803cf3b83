package dev.headroom.hpa;

import dev.headroom.model.Quantity;
import java.util.Optional;

/// How far the ratio of a metric to its target may be off 1 without a change; both edges belong to it. NaN is never
/// within. In doubles, as the controller computes it.
record Tolerance(double down, double up) {

    static Tolerance of(HpaSettings settings, Optional<Behavior> behavior) {
        double usual = settings.tolerance();
        if (!settings.gates().configurableTolerance()) {
            return new Tolerance(usual, usual);
        }
        return new Tolerance(
                behavior.flatMap(each -> each.scaleDown().tolerance())
                        .map(Quantity::approximateDouble)
                        .orElse(usual),
                behavior.flatMap(each -> each.scaleUp().tolerance())
                        .map(Quantity::approximateDouble)
                        .orElse(usual));
    }

    boolean within(double ratio) {
        return (1.0 - down) <= ratio && ratio <= (1.0 + up);
    }
}

package dev.headroom.triggers;

import dev.headroom.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// The metric that a trigger becomes in the generated HorizontalPodAutoscaler.
public sealed interface TriggerMetric {

    /// A number that KEDA serves.
    ///
    /// @param name `s0-prometheus`
    /// @param type as the target's `type` says; all but `AverageValue` compare the number as it is
    record External(String name, String type, Quantity target) implements TriggerMetric {

        public boolean isAverage() {
            return type.equals(TriggerConfig.AVERAGE_VALUE);
        }
    }

    /// A resource that the autoscaler reads by itself; one of `averageValue` and `averageUtilization` is there.
    ///
    /// @param container the only container that counts; empty for all
    record Resource(
            String resource,
            String container,
            String type,
            Optional<Quantity> averageValue,
            Optional<Integer> averageUtilization)
            implements TriggerMetric {}

    /// A number as KEDA passes it on: three decimals, rounded half to even on the exact binary value; what is negative
    /// or no number is 0.
    static Quantity quantity(double value) {
        if (!Double.isFinite(value) || value < 0) {
            return Quantity.parse("0");
        }
        return Quantity.parse(
                new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN).toPlainString());
    }
}

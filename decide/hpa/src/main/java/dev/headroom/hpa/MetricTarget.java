package dev.headroom.hpa;

import dev.headroom.model.Quantity;
import java.util.Optional;

/// What a metric of an autoscaler should be: `spec.metrics[].*.target`.
///
/// It holds what was written, also where `type` and the filled field disagree: which of them wins depends on the source
/// (an Object metric goes by `type`, all others by the field; `averageValue` before `value`).
///
/// @param type `Utilization`, `Value` or `AverageValue`
/// @param averageUtilization percent of the requests
public record MetricTarget(
        String type,
        Optional<Quantity> value,
        Optional<Quantity> averageValue,
        Optional<Integer> averageUtilization) {

    public static MetricTarget utilization(int percent) {
        return new MetricTarget("Utilization", Optional.empty(), Optional.empty(), Optional.of(percent));
    }

    public static MetricTarget value(Quantity value) {
        return new MetricTarget("Value", Optional.of(value), Optional.empty(), Optional.empty());
    }

    public static MetricTarget averageValue(Quantity averageValue) {
        return new MetricTarget("AverageValue", Optional.empty(), Optional.of(averageValue), Optional.empty());
    }
}

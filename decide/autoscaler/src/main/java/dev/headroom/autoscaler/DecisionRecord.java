package dev.headroom.autoscaler;

import dev.headroom.hpa.Alternative;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A decision with everything that led to it, enough to decide again and get the same: the one value that the log line,
/// the event, the page, `explain` and the report render.
///
/// @param autoscaler `namespace/name` of the autoscaling object
/// @param inputs one per metric of the object, in its order
/// @param constraint the step that had the last word over the count (`ScaleUpLimit`, `ScaleDownStabilized`,
///     `TooManyReplicas`, ...); empty when the metrics alone decided
/// @param alternatives what would have to change for another result, each by itself
public record DecisionRecord(
        Instant time,
        String autoscaler,
        Decision decision,
        List<Input> inputs,
        Optional<String> constraint,
        List<Alternative> alternatives) {

    public DecisionRecord {
        inputs = List.copyOf(inputs);
        alternatives = List.copyOf(alternatives);
    }

    /// One metric as it was read.
    ///
    /// @param metric as the HorizontalPodAutoscaler calls it: `s0-prometheus`, `cpu`, `http_requests_in_flight`
    /// @param trigger what people call it: the trigger's name, else the metric's
    /// @param query what was asked, empty for resource metrics
    /// @param target as `kubectl get hpa` prints it: `350m`, `10 (avg)`, `80%`
    /// @param reading the metric beside its target, as `kubectl get hpa` prints it: `412m`, `<unknown>`
    /// @param proposal the replicas that this metric alone would have; empty when it abstains
    public record Input(
            String metric,
            String trigger,
            String query,
            Signal signal,
            String target,
            String reading,
            Optional<Integer> proposal) {}

    /// The replicas that are wanted after this decision, where it has an opinion.
    public Optional<Integer> desiredReplicas() {
        return switch (decision) {
            case Decision.Scale scale -> Optional.of(scale.desired());
            case Decision.Hold hold -> Optional.of(hold.current());
            case Decision.Abstain _ -> Optional.empty();
        };
    }
}

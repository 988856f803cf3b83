package dev.headroom.hpa;

import java.time.Instant;
import java.util.Optional;

/// One thing that would have to change for another result than a decision had; everything else stays as it was.
public sealed interface Alternative {

    /// A metric beyond an edge: at the edge the result is still the same, one unit further it is not.
    ///
    /// @param edge in milli-units, in percent for [Response.Kind#UTILIZATION]
    /// @param replicas the result one unit beyond the edge
    /// @param earliest when that can be at the earliest, if the reading stays there from now on; empty for at once
    record Reading(
            String metric, Response.Kind kind, boolean above, long edge, int replicas, Optional<Instant> earliest)
            implements Alternative {}

    /// Time: with the same proposals, the result is another one in the first turn at or after `at`.
    ///
    /// @param constraint the step whose window or period ends then; empty where it only takes another turn
    record Later(Instant at, int replicas, Optional<String> constraint) implements Alternative {}

    /// The object itself: a bound cuts what the metrics want.
    ///
    /// @param field `maxReplicas` or `minReplicas`
    /// @param wanted what the metrics want
    record Bound(String field, int value, int wanted) implements Alternative {}

    /// A metric without a number, or without a part of its data, forbids taking replicas away.
    record Data(String metric) implements Alternative {}

    /// A trigger of a target at rest: above this value it wakes the target up.
    ///
    /// @param value the activation threshold
    record Activation(String metric, double value) implements Alternative {}
}

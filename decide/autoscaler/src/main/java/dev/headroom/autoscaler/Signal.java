package dev.headroom.autoscaler;

import java.time.Duration;
import java.util.Optional;

/// What one query said about the load, at one instant. Only [Value] is a number; the others say why there is none, and
/// none of them is ever read as 0 unless the autoscaled object itself asks for that.
public sealed interface Signal {

    /// The age of the newest sample behind it, where there is one.
    default Optional<Duration> sampleAge() {
        return switch (this) {
            case Value value -> Optional.of(value.age());
            case Stale stale -> Optional.of(stale.age());
            case Absent _, NotANumber _, Failed _ -> Optional.empty();
        };
    }

    /// @param value as the query gave it, finite
    /// @param age of the newest sample that the value rests on
    record Value(double value, Duration age) implements Signal {}

    /// The newest sample is too old to act upon.
    record Stale(Duration age) implements Signal {}

    /// The query has no result; `why` names the hop that lost it, as far as it is known.
    record Absent(String why) implements Signal {}

    record NotANumber(String value) implements Signal {}

    record Failed(String error) implements Signal {}
}

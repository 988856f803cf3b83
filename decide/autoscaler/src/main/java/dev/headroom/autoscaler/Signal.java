package dev.headroom.autoscaler;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What one query said about the load, at one instant. [Value] is a number, [Partial] is one that may be too low; the
/// others say why there is none, and none of them is ever read as 0 unless the autoscaled object itself asks for that.
public sealed interface Signal {

    /// The age of the newest sample behind it, where there is one.
    default Optional<Duration> sampleAge() {
        return switch (this) {
            case Value value -> Optional.of(value.age());
            case Partial partial -> Optional.of(partial.age());
            case Stale stale -> Optional.of(stale.age());
            case Absent _, NotANumber _, Failed _ -> Optional.empty();
        };
    }

    /// The number to compute with, where there is one.
    default OptionalDouble number() {
        return switch (this) {
            case Value value -> OptionalDouble.of(value.value());
            case Partial partial -> OptionalDouble.of(partial.value());
            case Stale _, Absent _, NotANumber _, Failed _ -> OptionalDouble.empty();
        };
    }

    /// @param value as the query gave it, finite
    /// @param age of the newest sample that the value rests on
    record Value(double value, Duration age) implements Signal {}

    /// A number from some of the scrape targets that had samples for it a moment ago: sums over them are too low. Good
    /// enough to add replicas, never to take any away.
    ///
    /// @param missing which targets are missing and why, in words
    record Partial(double value, Duration age, String missing) implements Signal {}

    /// The newest sample is too old to act upon.
    record Stale(Duration age) implements Signal {}

    /// The query has no result; `why` names the hop that lost it, as far as it is known.
    record Absent(String why) implements Signal {}

    record NotANumber(String value) implements Signal {}

    record Failed(String error) implements Signal {}
}

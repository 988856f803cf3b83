package dev.headroom.autoscaler;

import dev.headroom.hpa.HpaMemory;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What an autoscaler remembers from decision to decision; immutable.
///
/// @param firstSeen when it decided first: an object without a creation time counts its initial cooldown from there
/// @param lastActiveTime when a trigger was last active, in whole seconds as KEDA stores it
/// @param failures how often in a row each trigger has had no number
public record Memory(
        HpaMemory hpa, Optional<Instant> firstSeen, Optional<Instant> lastActiveTime, Map<String, Integer> failures) {

    public Memory {
        failures = Map.copyOf(failures);
    }

    /// Before the first decision.
    public static Memory start() {
        return new Memory(HpaMemory.start(), Optional.empty(), Optional.empty(), Map.of());
    }

    Memory with(HpaMemory other) {
        return new Memory(other, firstSeen, lastActiveTime, failures);
    }

    Memory activeAt(Instant now) {
        return new Memory(
                hpa, firstSeen, Optional.of(now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)), failures);
    }
}

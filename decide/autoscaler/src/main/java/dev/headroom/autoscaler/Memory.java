package dev.headroom.autoscaler;

import dev.headroom.hpa.HpaMemory;
import dev.headroom.keda.OperatorState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What an autoscaler remembers from decision to decision; immutable.
///
/// @param firstSeen when it decided first: an object without a creation time counts its initial cooldown from there
/// @param keda of a ScaledObject; empty before its first turn
/// @param signals the last answer to each question
public record Memory(
        HpaMemory hpa, Optional<Instant> firstSeen, Optional<OperatorState> keda, Map<String, Signal> signals) {

    public Memory {
        signals = Map.copyOf(signals);
    }

    /// Before the first decision.
    public static Memory start() {
        return new Memory(HpaMemory.start(), Optional.empty(), Optional.empty(), Map.of());
    }

    /// When a trigger was last active, in whole seconds as KEDA stores it.
    public Optional<Instant> lastActiveTime() {
        return keda.flatMap(state -> state.status().lastActiveTime());
    }

    Memory with(HpaMemory other) {
        return new Memory(other, firstSeen, keda, signals);
    }

    Memory with(OperatorState state) {
        return new Memory(hpa, firstSeen, Optional.of(state), signals);
    }

    Memory seenAt(Instant now) {
        return new Memory(hpa, firstSeen.or(() -> Optional.of(now)), keda, signals);
    }

    Memory heard(Map<String, Signal> news) {
        var all = new HashMap<>(signals);
        all.putAll(news);
        return new Memory(hpa, firstSeen, keda, all);
    }
}

package dev.headroom.records;

import dev.headroom.autoscaler.Observation;
import dev.headroom.autoscaler.Outcome;
import dev.headroom.autoscaler.Turn;
import java.util.Optional;

/// One turn of an autoscaler as it was taken: all that it was told.
///
/// @param refused why the scale target refused what was decided; empty where nothing was asked or it was accepted
public record TurnTaken(Turn turn, Observation seen, Optional<String> refused) {

    /// What became of an outcome that was asked for in this turn.
    Outcome ended(Outcome outcome) {
        return refused.map(outcome::refused).orElseGet(outcome::applied);
    }
}

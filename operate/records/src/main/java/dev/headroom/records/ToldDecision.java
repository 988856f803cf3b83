package dev.headroom.records;

import dev.headroom.autoscaler.DecisionRecord;
import java.util.List;

/// A decision with the turns that it rests on: those that left no record of their own since the decision before, then
/// its own.
public record ToldDecision(DecisionRecord record, List<TurnTaken> turns) {

    public ToldDecision {
        turns = List.copyOf(turns);
    }
}

package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Signal;
import dev.headroom.hpa.Reason;
import dev.headroom.verdicts.RunDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Decisions that say the same are one line.
class DecisionGroupTest {

    private static final List<Reason> REASONS = List.of(new Reason("OnTarget", "fine"));
    private static final Decision HOLD = new Decision.Hold(3, REASONS);
    private static final Signal NUMBER = new Signal.Value(0.2, Duration.ZERO);
    private static final Signal NONE = new Signal.Absent("gone");

    private final List<RunDecision> decisions = new ArrayList<>();

    private DecisionGroupTest then(Decision decision, String constraint, Signal signal) {
        var input = new Input("s0", "p95", "q", signal, "350m", "200m", Optional.of(3));
        var record = new DecisionRecord(
                SimulatedRun.START, "a/b", decision, List.of(input), Optional.of(constraint), List.of());
        decisions.add(new RunDecision(decisions.size() + 1, record));
        return this;
    }

    private List<Integer> sizes() {
        return DecisionGroup.of(decisions).stream()
                .map(group -> group.decisions().size())
                .toList();
    }

    @Test
    void holdsInARowForTheSameReasonAreOne() {
        then(HOLD, "x", NUMBER).then(HOLD, "x", NUMBER).then(HOLD, "x", NUMBER);
        assertEquals(List.of(3), sizes());
    }

    @Test
    void anotherCountAnotherConstraintOrALostMetricBeginAnother() {
        then(HOLD, "x", NUMBER)
                .then(new Decision.Hold(4, REASONS), "x", NUMBER)
                .then(new Decision.Hold(4, REASONS), "y", NUMBER)
                .then(new Decision.Hold(4, REASONS), "y", NONE);
        assertEquals(List.of(1, 1, 1, 1), sizes());
    }

    @Test
    void eachChangeOfTheCountStandsAlone() {
        var up = new Decision.Scale(3, 4, REASONS);
        then(up, "x", NUMBER).then(up, "x", NUMBER);
        assertEquals(List.of(1, 1), sizes());
    }

    @Test
    void noDecisionsAreNoGroups() {
        assertEquals(List.of(), sizes());
    }
}

package dev.headroom.report;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionText;
import dev.headroom.verdicts.RunDecision;
import java.util.ArrayList;
import java.util.List;

/// Decisions in a row that say the same: the same count held for the same reason. Each decision that changes the count
/// is a group of its own.
///
/// @param decisions never empty
record DecisionGroup(List<RunDecision> decisions) {

    DecisionGroup {
        decisions = List.copyOf(decisions);
    }

    static List<DecisionGroup> of(List<RunDecision> decisions) {
        var groups = new ArrayList<DecisionGroup>();
        var open = new ArrayList<RunDecision>();
        for (var decision : decisions) {
            if (!open.isEmpty() && !alike(open.getLast().record(), decision.record())) {
                groups.add(new DecisionGroup(open));
                open.clear();
            }
            open.add(decision);
        }
        if (!open.isEmpty()) {
            groups.add(new DecisionGroup(open));
        }
        return groups;
    }

    private static boolean alike(DecisionRecord one, DecisionRecord other) {
        return !(one.decision() instanceof Decision.Scale)
                && DecisionText.verdict(one.decision()).equals(DecisionText.verdict(other.decision()))
                && one.constraint().equals(other.constraint())
                && blind(one).equals(blind(other));
    }

    private static List<String> blind(DecisionRecord record) {
        return record.inputs().stream()
                .filter(input -> DecisionText.trouble(input).isPresent())
                .map(DecisionRecord.Input::metric)
                .toList();
    }

    RunDecision first() {
        return decisions.getFirst();
    }

    RunDecision last() {
        return decisions.getLast();
    }

    boolean changes() {
        return first().record().decision() instanceof Decision.Scale;
    }

    /// Whether a metric had no number.
    boolean blind() {
        return !blind(first().record()).isEmpty();
    }
}

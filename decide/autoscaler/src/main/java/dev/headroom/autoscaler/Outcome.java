package dev.headroom.autoscaler;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.HpaPass;
import java.util.List;
import java.util.Optional;

/// A decision, and what to remember of it.
///
/// Nothing was asked for yet. Whoever asks the scale target says how it went with [#applied] or [#refused] and goes on
/// with the memory of what these return: a scale event counts against the policies only once it has happened.
///
/// @param events of the object, as `kubectl get events` would show them
/// @param pass the pass of the HorizontalPodAutoscaler; empty where it had no say (asleep, waking up, paused)
/// @param refreshesActivity whether the last activity is now once the replicas were asked for
public record Outcome(
        Autoscaler autoscaler,
        DecisionRecord record,
        Memory memory,
        Status status,
        List<ObjectEvent> events,
        Optional<HpaPass> pass,
        boolean refreshesActivity) {

    public Outcome {
        events = List.copyOf(events);
    }

    /// The outcome once the replicas were asked for; itself when the decision asks for none.
    public Outcome applied() {
        return switch (record.decision()) {
            case Decision.Scale scale -> {
                if (pass.isPresent()) {
                    yield after(pass.get().applied(autoscaler.settings()));
                }
                var active = refreshesActivity ? memory.activeAt(record.time()) : memory;
                yield with(active, List.of(new ObjectEvent(
                        "Normal", scale.reasons().getLast().code(), scale.reasons().getLast().text())));
            }
            case Decision.Hold _, Decision.Abstain _ -> this;
        };
    }

    /// The outcome when asking for the replicas failed; itself when the decision asks for none.
    ///
    /// @param why the scale target's own words
    public Outcome refused(String why) {
        return switch (record.decision()) {
            case Decision.Scale scale -> {
                if (pass.isPresent()) {
                    yield after(pass.get().refused(why));
                }
                yield with(memory, List.of(new ObjectEvent(
                        "Warning", "KEDAScaleTargetActivationFailed", scale.reasons().getLast().text() + ": " + why)));
            }
            case Decision.Hold _, Decision.Abstain _ -> this;
        };
    }

    private Outcome after(HpaPass ended) {
        return new Outcome(
                autoscaler,
                record,
                memory.with(ended.memory()),
                Status.of(autoscaler, record, memory.with(ended.memory())),
                ended.events(),
                pass,
                refreshesActivity);
    }

    private Outcome with(Memory other, List<ObjectEvent> news) {
        return new Outcome(
                autoscaler, record, other, Status.of(autoscaler, record, other), news, pass, refreshesActivity);
    }
}

package dev.headroom.autoscaler;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.HpaPass;
import dev.headroom.keda.ScaleLoop;
import dev.headroom.keda.ScaleRequest.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A decision, and what to remember of it.
///
/// Nothing was asked for yet. Whoever asks the scale target says how it went with [#applied] or [#refused] and goes on
/// with the memory of what these return: a scale event counts against the policies only once it has happened.
///
/// @param events of the object, as `kubectl get events` would show them
/// @param source where the decision comes from
public record Outcome(
        Autoscaler autoscaler,
        DecisionRecord record,
        Memory memory,
        Status status,
        List<ObjectEvent> events,
        Source source) {

    public Outcome {
        events = List.copyOf(events);
    }

    /// Who had the last word.
    public sealed interface Source {

        /// The HorizontalPodAutoscaler.
        record Hpa(HpaPass pass) implements Source {}

        /// The scale loop of a ScaledObject, which asks for replicas.
        record Loop(ScaleLoop.Poll poll) implements Source {}

        /// A ScaledObject that is asleep or paused.
        record Rest() implements Source {}

        /// A poll between two turns of the HorizontalPodAutoscaler that changes nothing: it leaves no record.
        record Watch() implements Source {}
    }

    /// Whether the record is to be kept.
    public boolean isTold() {
        return !(source instanceof Source.Watch);
    }

    /// The outcome once the replicas were asked for; itself when the decision asks for none.
    public Outcome applied() {
        return switch (record.decision()) {
            case Decision.Scale scale -> switch (source) {
                case Source.Hpa(HpaPass pass) -> after(pass.applied(autoscaler.settings()));
                case Source.Loop(ScaleLoop.Poll poll) -> after(poll, new Answer.Scaled(scale.current()));
                case Source.Rest _, Source.Watch _ ->
                    with(memory, List.of(new ObjectEvent(
                            "Normal",
                            scale.reasons().getLast().code(),
                            scale.reasons().getLast().text())));
            };
            case Decision.Hold _, Decision.Abstain _ -> this;
        };
    }

    /// The outcome when asking for the replicas failed; itself when the decision asks for none.
    ///
    /// @param why the scale target's own words
    public Outcome refused(String why) {
        return switch (record.decision()) {
            case Decision.Scale scale -> switch (source) {
                case Source.Hpa(HpaPass pass) -> after(pass.refused(why));
                case Source.Loop(ScaleLoop.Poll poll) -> after(poll, new Answer.Refused(scale.current(), why));
                case Source.Rest _, Source.Watch _ ->
                    with(memory, List.of(new ObjectEvent(
                            "Warning",
                            "ScaledObjectCheckFailed",
                            scale.reasons().getLast().text() + ": " + why)));
            };
            case Decision.Hold _, Decision.Abstain _ -> this;
        };
    }

    private Outcome after(HpaPass ended) {
        return with(memory.with(ended.memory()), ended.events());
    }

    private Outcome after(ScaleLoop.Poll poll, Answer answer) {
        var ended = poll.ended(Optional.of(answer));
        return with(memory.with(ended.state()), ended.events());
    }

    /// @param news what the last step adds to what was told before it
    private Outcome with(Memory other, List<ObjectEvent> news) {
        var all = new ArrayList<>(events);
        news.stream().filter(each -> !all.contains(each)).forEach(all::add);
        return new Outcome(autoscaler, record, other, Status.of(autoscaler, record, other), all, source);
    }
}

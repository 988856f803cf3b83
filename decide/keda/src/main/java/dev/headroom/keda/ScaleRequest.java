package dev.headroom.keda;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.keda.Conditions.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a scale loop wants of the target, before it has asked for it.
///
/// Whoever asks the target says with [#answered] how that went; where nothing is wanted, [#unanswered] ends it.
///
/// @param wish empty where the replicas stay as they are
/// @param conditions those that are set whatever the target answers
public record ScaleRequest(
        ScaledObject object,
        ScaledObjectStatus status,
        Situation situation,
        Activity activity,
        Optional<Wish> wish,
        Conditions conditions,
        Optional<Instant> lastActiveTime,
        Optional<String> error) {

    /// @param to how many replicas there should be
    public record Wish(Kind kind, int to) {}

    /// Why replicas are asked for.
    public enum Kind {
        /// A trigger is active and the target asleep.
        ACTIVATION("error activating ScaleTarget: "),
        /// No trigger has been active for the cooldown period.
        DEACTIVATION("error deactivating ScaleTarget: "),
        /// There are fewer than the minimum.
        MINIMUM("error setting ScaleTarget replicas count to ScaledObject minReplicaCount: ");

        private final String failure;

        Kind(String failure) {
            this.failure = failure;
        }
    }

    /// How the target took it.
    public sealed interface Answer {

        /// @param from how many replicas there were
        record Scaled(int from) implements Answer {}

        /// @param from how many replicas there were; -1 where that could not be read
        record Refused(int from, String error) implements Answer {}
    }

    /// What is left to do: conditions to set, in their order, and what to tell.
    ///
    /// @param triggersActivity by metric; replaces what the status says
    /// @param error why the replicas could not be read or written
    public record Result(
            Conditions conditions,
            Optional<Instant> lastActiveTime,
            Map<String, Boolean> triggersActivity,
            Optional<String> error,
            List<ObjectEvent> events) {
        public Result {
            triggersActivity = Map.copyOf(triggersActivity);
            events = List.copyOf(events);
        }
    }

    /// The result where nothing was wanted.
    public Result unanswered() {
        return ended(conditions, lastActiveTime, error, List.of());
    }

    /// The result once the target was asked.
    ///
    /// @throws IllegalStateException when nothing was wanted
    public Result answered(Answer answer) {
        var wanted = wish.orElseThrow(() -> new IllegalStateException("nothing was asked of " + object.key()));
        return switch (answer) {
            case Answer.Scaled(int from) -> switch (wanted.kind()) {
                case ACTIVATION ->
                    ended(conditions, Optional.of(situation.now()), error, told(
                            "KEDAScaleTargetActivated", moved("Scaled", from, wanted.to()) + cause()));
                case DEACTIVATION ->
                    ended(conditions.with(ScaleExecutor.notActive()), lastActiveTime, error, told(
                            "KEDAScaleTargetDeactivated", moved("Deactivated", from, wanted.to())));
                case MINIMUM -> ended(conditions, lastActiveTime, error, List.of());
            };
            case Answer.Refused(int from, String why) -> refused(wanted, from, why);
        };
    }

    private Result refused(Wish wanted, int from, String why) {
        var text = wanted.kind().failure + why;
        List<ObjectEvent> events = switch (wanted.kind()) {
            case ACTIVATION ->
                warned("KEDAScaleTargetActivationFailed", moved("Failed to scale", from, wanted.to()) + ": " + why);
            case DEACTIVATION ->
                warned(
                        "KEDAScaleTargetDeactivationFailed",
                        moved("Failed to deactivate", from, wanted.to()) + ": " + why);
            case MINIMUM -> List.of();
        };
        var failed = conditions.with(
                new Condition(Conditions.READY, Conditions.FALSE, "ErrorScalingTarget", text));
        return ended(failed, lastActiveTime, Optional.of(text), events);
    }

    private String cause() {
        return object.isForcedActive()
                ? ", caused by forced activation annotation"
                : ", triggered by " + String.join(";", activity.activeTriggers());
    }

    private String moved(String verb, int from, int to) {
        return verb + " " + status.target().scaleTargetKind() + " " + object.namespace() + "/"
                + object.scaleTargetRef().name() + " from " + from + " to " + to;
    }

    private static List<ObjectEvent> told(String reason, String text) {
        return List.of(new ObjectEvent(Words.NORMAL, reason, text));
    }

    private static List<ObjectEvent> warned(String reason, String text) {
        return List.of(new ObjectEvent(Words.WARNING, reason, text));
    }

    private Result ended(
            Conditions set, Optional<Instant> lastActive, Optional<String> trouble, List<ObjectEvent> events) {
        return new Result(
                ScaleExecutor.withHpaHealth(set, object, status, situation, error.isPresent()),
                lastActive,
                ScaleExecutor.triggersActivity(status, activity),
                trouble,
                events);
    }
}

package dev.headroom.autoscaler;

import dev.headroom.hpa.Reason;
import java.time.Instant;
import java.util.Optional;

/// The part of a ScaledObject that its HorizontalPodAutoscaler cannot do: waking the target up, and putting it to sleep
/// once nothing was active for the cooldown period.
final class Activation {

    /* notes
     *
     * Cooldown is strict, and counts from a last activity in whole seconds. An error without fallback freezes the
     * target; while a trigger is active, an error keeps the last activity from being refreshed. An error with a
     * fallback of 0 replicas does let the target go to sleep in KEDA; [Decider] does not follow it there.
     * Source: KEDA 2.20, scale executor.
     */

    private final ScaledObject object;
    private final int current;
    private final Instant now;
    private final Memory memory;

    Activation(ScaledObject object, int current, Instant now, Memory memory) {
        this.object = object;
        this.current = current;
        this.now = now;
        this.memory = memory;
    }

    /// @param active whether a trigger is, a fallback included
    /// @param error whether a trigger has no number and no fallback
    /// @param triggers the active ones, for messages
    record Triggers(boolean active, boolean error, String triggers) {}

    /// @param to what the replicas should become; empty where this step leaves them
    /// @param refreshes whether the last activity is now: at once, or once the replicas were asked for
    record Verdict(Optional<Integer> to, boolean refreshes, Reason reason) {}

    Verdict verdict(Triggers triggers) {
        return triggers.active() || object.pause().forcedActive() ? awake(triggers) : asleep(triggers);
    }

    private Verdict awake(Triggers triggers) {
        int lowest = object.counts().lowest();
        if ((object.counts().idle().isPresent() && current < lowest) || current == 0) {
            int to = Math.max(1, lowest);
            if (object.pause().scaleOut()) {
                return leave("ScaledObjectPaused", "active, but scaling out is paused by annotation");
            }
            var cause = triggers.active()
                    ? "triggered by " + triggers.triggers()
                    : "caused by forced activation annotation";
            return new Verdict(
                    Optional.of(to), true, new Reason("KEDAScaleTargetActivated", moved("Scaled", to) + ", " + cause));
        }
        if (triggers.error()) {
            return leave("PartialTriggerError", "Some triggers defined in ScaledObject are not working correctly");
        }
        var why = triggers.active() ? "triggers are active" : "activation is being forced by annotation";
        return new Verdict(
                Optional.empty(), true, new Reason("ScalerActive", "Scaling is performed because " + why));
    }

    private Verdict asleep(Triggers triggers) {
        if (triggers.error()) {
            if (object.fallback().isEmpty()) {
                return leave("TriggerError", "Triggers defined in ScaledObject are not working correctly");
            }
            if (object.fallback().get().replicas() != 0) {
                return leave("TriggerError", "a trigger has no number; its fallback has not begun yet");
            }
        }
        var idle = object.counts().idle();
        int lowest = object.counts().lowest();
        if (idle.map(count -> current > count).orElse(false) || (current > 0 && lowest == 0)) {
            return scaleIn(idle.orElse(lowest));
        }
        if (idle.isEmpty() && current < lowest) {
            return new Verdict(
                    Optional.of(lowest),
                    false,
                    new Reason("TooFewReplicas", current + " replicas are fewer than minReplicaCount " + lowest));
        }
        return leave("ScalerNotActive", "Scaling is not performed because triggers are not active");
    }

    private Verdict scaleIn(int to) {
        if (object.pause().scaleIn()) {
            return leave("ScaledObjectPaused", "not active, but scaling in is paused by annotation");
        }
        var end = memory.lastActiveTime()
                .map(time -> time.plus(object.timing().cooldownPeriod()))
                .orElseGet(() -> object.createdAt()
                        .or(memory::firstSeen)
                        .orElse(now)
                        .plus(object.timing().initialCooldownPeriod()));
        if (!end.isBefore(now)) {
            return leave("ScalerCooldown", "Scaler cooling down because triggers are not active: until " + end);
        }
        return new Verdict(
                Optional.of(to), false, new Reason("KEDAScaleTargetDeactivated", moved("Deactivated", to)));
    }

    private String moved(String verb, int to) {
        var ref = object.scaleTargetRef();
        return verb + " " + ref.apiVersion() + "." + ref.kind() + " " + ref.namespace() + "/" + ref.name() + " from "
                + current + " to " + to;
    }

    private static Verdict leave(String code, String text) {
        return new Verdict(Optional.empty(), false, new Reason(code, text));
    }
}

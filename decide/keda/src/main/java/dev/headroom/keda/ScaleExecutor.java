package dev.headroom.keda;

import dev.headroom.keda.Conditions.Condition;
import dev.headroom.keda.ScaleRequest.Kind;
import dev.headroom.keda.ScaleRequest.Wish;
import dev.headroom.keda.Situation.Replicas;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The part of a ScaledObject that its HorizontalPodAutoscaler cannot do: waking the target up, and putting it to sleep
/// once nothing was active for the cooldown period.
public final class ScaleExecutor {

    /* notes
     *
     * Cooldown is strict, and compares the exact time with a last activity in whole seconds. While a trigger is active,
     * an error keeps the last activity from being refreshed, except where the target is woken up. An error with a
     * fallback of 0 replicas does not freeze the target as the other fallbacks do.
     * Source: KEDA 2.21, scale executor; held against recordings.
     */

    private final ScaledObject object;
    private final ScaledObjectStatus status;
    private final Activity activity;
    private final Situation situation;
    private Conditions conditions = Conditions.NONE.ready();
    private Optional<Instant> lastActiveTime = Optional.empty();

    private ScaleExecutor(
            ScaledObject object, ScaledObjectStatus status, Activity activity, Situation situation) {
        this.object = object;
        this.status = status;
        this.activity = activity;
        this.situation = situation;
    }

    /// What a scale loop does with the outcome of a poll.
    public static ScaleRequest request(
            ScaledObject object, ScaledObjectStatus status, Activity activity, Situation situation) {
        return new ScaleExecutor(object, status, activity, situation).requested();
    }

    private ScaleRequest requested() {
        return switch (situation.replicas()) {
            case Replicas.Unreadable(String error) -> {
                set(Conditions.READY, Conditions.FALSE, "ErrorGettingCurrentReplicas",
                        "Error getting current replicas count for ScaleTarget: " + error);
                yield request(
                        Optional.empty(),
                        Optional.of("error getting current replicas count for ScaleTarget: " + error));
            }
            case Replicas.Count _ when object.isPaused() -> {
                set(Conditions.PAUSED, Conditions.TRUE, Words.PAUSED_REASON, Words.PAUSED);
                yield request(Optional.empty(), Optional.empty());
            }
            case Replicas.Count(int current) ->
                request(
                        activity.active() || object.isForcedActive() ? awake(current) : asleep(current),
                        Optional.empty());
        };
    }

    private ScaleRequest request(Optional<Wish> wish, Optional<String> error) {
        return new ScaleRequest(object, status, situation, activity, wish, conditions, lastActiveTime, error);
    }

    private Optional<Wish> awake(int current) {
        set(Conditions.ACTIVE, Conditions.TRUE, "ScalerActive", object.isForcedActive()
                ? "Scaling is performed because activation is being forced by annotation"
                : "Scaling is performed because triggers are active");
        var counts = object.counts();
        if ((counts.idle().isPresent() && current < counts.lowest()) || current == 0) {
            return object.pausesScaleOut()
                    ? Optional.empty()
                    : Optional.of(new Wish(Kind.ACTIVATION, counts.hpaMin()));
        }
        if (activity.error()) {
            set(Conditions.READY, Conditions.UNKNOWN, "PartialTriggerError",
                    "Some triggers defined in ScaledObject are not working correctly");
        } else {
            lastActiveTime = Optional.of(situation.now());
        }
        return Optional.empty();
    }

    private Optional<Wish> asleep(int current) {
        conditions = conditions.with(notActive());
        var counts = object.counts();
        var idle = counts.idle();
        if (activity.error() && object.fallback().map(each -> each.replicas() != 0).orElse(false)) {
            return Optional.empty();
        }
        if (activity.error() && object.fallback().isEmpty()) {
            set(Conditions.READY, Conditions.FALSE, "TriggerError",
                    "Triggers defined in ScaledObject are not working correctly");
            return Optional.empty();
        }
        if (idle.map(count -> current > count).orElse(false) || (current > 0 && counts.lowest() == 0)) {
            return putToSleep(idle.orElse(counts.lowest()));
        }
        return idle.isEmpty() && current < counts.lowest()
                ? Optional.of(new Wish(Kind.MINIMUM, counts.lowest()))
                : Optional.empty();
    }

    private Optional<Wish> putToSleep(int to) {
        if (object.pausesScaleIn()) {
            return Optional.empty();
        }
        if (sleepsAfter(object, status).map(end -> !end.isBefore(situation.now())).orElse(false)) {
            set(Conditions.ACTIVE, Conditions.FALSE, "ScalerCooldown",
                    "Scaler cooling down because triggers are not active");
            return Optional.empty();
        }
        return Optional.of(new Wish(Kind.DEACTIVATION, to));
    }

    /// The instant after which an inactive target may go to sleep; empty for at once.
    public static Optional<Instant> sleepsAfter(ScaledObject object, ScaledObjectStatus status) {
        return status.lastActiveTime()
                .map(time -> time.plus(object.timing().cooldown()))
                .or(() -> object.createdAt().map(time -> time.plus(object.timing().initialCooldown())));
    }

    private void set(String type, String state, String reason, String message) {
        conditions = conditions.with(type, state, reason, message);
    }

    static Condition notActive() {
        return new Condition(
                Conditions.ACTIVE,
                Conditions.FALSE,
                "ScalerNotActive",
                "Scaling is not performed because triggers are not active");
    }

    /// The condition `HPAActive`, which mirrors what the generated autoscaler says of itself; unchanged where it says
    /// nothing, and where the loop ended before it looked.
    static Conditions withHpaHealth(
            Conditions conditions,
            ScaledObject object,
            ScaledObjectStatus status,
            Situation situation,
            boolean endedEarly) {
        if (endedEarly || object.isPaused() || status.metrics().hpaName().isEmpty()) {
            return conditions;
        }
        return situation.scalingActive()
                .map(seen -> {
                    if (seen.status().equals(Conditions.TRUE)) {
                        return new Condition(
                                Conditions.HPA_ACTIVE, Conditions.TRUE, "HPAActive", "HPA is actively scaling");
                    }
                    if (seen.reason().equals("ScalingDisabled")) {
                        return new Condition(
                                Conditions.HPA_ACTIVE, Conditions.TRUE, "ScalingDisabled", seen.message());
                    }
                    return new Condition(
                            Conditions.HPA_ACTIVE,
                            Conditions.FALSE,
                            seen.reason().isEmpty() ? "HPAMetricsUnavailable" : seen.reason(),
                            "HPA is not actively scaling: " + seen.message());
                })
                .map(conditions::with)
                .orElse(conditions);
    }

    static Map<String, Boolean> triggersActivity(ScaledObjectStatus status, Activity activity) {
        var active = new TreeMap<String, Boolean>();
        status.metrics()
                .externalMetricNames()
                .forEach(name -> active.put(name, activity.activeTriggers().contains(name)));
        return active;
    }

    /// The status with the result of a loop, as it is written over what others wrote meanwhile.
    ///
    /// @param seen the status that the loop worked on
    public static ScaledObjectStatus written(
            ScaledObjectStatus stored, ScaledObjectStatus seen, ScaleRequest.Result result) {
        var activity = new TreeMap<>(stored.triggersActivity());
        result.triggersActivity().forEach((metric, active) -> {
            if (!active.equals(seen.triggersActivity().get(metric))) {
                activity.put(metric, active);
            }
        });
        seen.triggersActivity().keySet().stream()
                .filter(metric -> !result.triggersActivity().containsKey(metric))
                .forEach(activity::remove);
        var written = stored.with(stored.conditions().with(result.conditions())).acting(activity);
        return result.lastActiveTime().map(written::activeAt).orElse(written);
    }
}

package dev.headroom.keda;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.keda.MetricPath.External;
import dev.headroom.triggers.GoText;
import dev.headroom.triggers.TriggerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One poll of an object's triggers, and what the scale executor makes of it.
public final class ScaleLoop {

    private final ScaledObject object;
    private final OperatorState before;
    private final World world;
    private final List<ObjectEvent> events = new ArrayList<>();
    private final Map<String, MetricRecord> records = new HashMap<>();
    private Optional<ScalersCache> scalers;

    private ScaleLoop(ScaledObject object, OperatorState before, World world) {
        this.object = object;
        this.before = before;
        this.world = world;
        this.scalers = before.scalers();
    }

    /// Polls; [Poll] says how to go on.
    public static Poll poll(ScaledObject object, OperatorState state, World world) {
        return new ScaleLoop(object, state, world).polled();
    }

    /// What a poll came to.
    ///
    /// Whoever asks the target for the replicas that [ScaleRequest#wish] names goes on with what [#ended] returns.
    ///
    /// @param state before the executor's result is written
    /// @param asked one per external metric, in the order of the triggers
    /// @param request empty where the poll did not get that far
    /// @param error why it did not
    public record Poll(
            OperatorState state,
            List<Asked> asked,
            Optional<ScaleRequest> request,
            Optional<String> error,
            Optional<FormulaFailure> formulaFailure,
            List<ObjectEvent> events) {
        public Poll {
            asked = List.copyOf(asked);
            events = List.copyOf(events);
        }

        /// The end of the poll.
        ///
        /// @param answer of the target; empty where nothing was asked of it
        public Ended ended(Optional<ScaleRequest.Answer> answer) {
            if (request.isEmpty()) {
                return new Ended(state, Optional.empty(), events);
            }
            var result = answer.map(request.get()::answered).orElseGet(request.get()::unanswered);
            var told = new ArrayList<>(events);
            told.addAll(result.events());
            var written = ScaleExecutor.written(state.status(), state.seen(), result);
            return new Ended(state.with(written), Optional.of(result), told);
        }
    }

    /// @param result empty where the executor was not called
    public record Ended(OperatorState state, Optional<ScaleRequest.Result> result, List<ObjectEvent> events) {
        public Ended {
            events = List.copyOf(events);
        }
    }

    private Poll polled() {
        var read = before.status();
        boolean current = scalers.map(each -> each.object().generation() == object.generation())
                .orElse(false);
        if (!current) {
            try {
                scalers = Optional.of(
                        ScalersCache.build(object, read, world.cluster(), events).shared());
            } catch (OperatorException failed) {
                var state = state(read, read);
                return new Poll(
                        state, List.of(), Optional.empty(), Optional.of(failed.text()), Optional.empty(), events);
            }
        }
        return polled(scalers.orElseThrow(), new MetricPath(object, world, read, read, events));
    }

    private Poll polled(ScalersCache built, MetricPath path) {
        var fallbackBefore = path.copy().conditions().status(Conditions.FALLBACK);
        var found = new ArrayList<Found>();
        for (var external : MetricPath.externals(built)) {
            found.add(found(external, path));
        }
        boolean error = found.stream().anyMatch(Found::hasError);
        if (error) {
            scalers = Optional.empty();
        }
        var composed = Composite.of(object, built.formula(), path.copy().health(), found);
        var asked = found.stream().map(Found::asked).toList();
        Activity activity;
        try {
            activity = activity(found, composed.values(), error);
        } catch (TriggerException wrong) {
            return new Poll(
                    state(path.stored(), path.copy()),
                    asked,
                    Optional.empty(),
                    Optional.of("scalingModifiers.ActivationTarget parsing error " + wrong.text()),
                    composed.failure(),
                    events);
        }
        tellFallback(fallbackBefore, found.stream().anyMatch(Found::isFallback), path);
        var request = ScaleExecutor.request(object, path.copy(), activity, world.situation());
        return new Poll(
                state(path.stored(), path.copy()),
                asked,
                Optional.of(request),
                Optional.empty(),
                composed.failure(),
                events);
    }

    private OperatorState state(ScaledObjectStatus stored, ScaledObjectStatus seen) {
        return new OperatorState(
                stored,
                seen,
                scalers,
                records.isEmpty() ? before.records() : records,
                before.served(),
                before.generation(),
                before.hpas());
    }

    private Found found(External external, MetricPath path) {
        var name = external.metric().name();
        var found = wanted(external, path);
        var asked = found.asked();
        if (external.spec().useCachedMetrics()) {
            records.put(name, new MetricRecord(asked.values(), found.active(), asked.error()));
        }
        asked.error()
                .ifPresent(text -> path.tell(
                        Words.WARNING,
                        object.advanced().modifiers().isPresent() ? "KEDAMetricSourceFailed" : Words.SCALER_FAILED,
                        text));
        return found;
    }

    private Found wanted(External external, MetricPath path) {
        var served = before.served().get(external.metric().name());
        return served != null && object.isWatchedByHpa() && world.situation().hpaIsScaling()
                ? served.remembered()
                : path.withFallback(path.ask(external.trigger(), external.spec()), external.metric());
    }

    private Activity activity(List<Found> found, List<MetricValue> values, boolean error) {
        var active = new ArrayList<String>();
        boolean isActive = false;
        var modifiers = object.advanced().modifiers();
        if (modifiers.isEmpty()) {
            for (var each : found) {
                if (each.active() && !each.hasError()) {
                    isActive = true;
                    each.asked().values().forEach(value -> active.add(value.metric()));
                }
            }
        } else if (!error) {
            var target = modifiers.get().activationTarget();
            double activation = target.isEmpty() ? 0 : GoText.float64(target);
            for (var value : values) {
                if (!isActive && value.value().approximateDouble() > activation) {
                    isActive = true;
                    active.add(value.metric());
                }
            }
        }
        return new Activity(isActive || (object.hasOnlyResources() && !error), error, active);
    }

    private static void tellFallback(String before, boolean active, MetricPath path) {
        if (active && !before.equals(Conditions.TRUE)) {
            path.tell(Words.NORMAL, "ScaledObjectFallbackActivated", "ScaledObject fallback is active");
        } else if (!active && before.equals(Conditions.TRUE)) {
            path.tell(Words.NORMAL, "ScaledObjectFallbackDeactivated", "ScaledObject fallback is no longer active");
        }
    }
}

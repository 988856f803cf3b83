package dev.headroom.autoscaler;

import dev.headroom.hpa.Alternative;
import dev.headroom.hpa.Condition;
import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.Reason;
import dev.headroom.keda.Asked;
import dev.headroom.keda.ClusterView;
import dev.headroom.keda.ClusterView.Workload;
import dev.headroom.keda.Conditions;
import dev.headroom.keda.FormulaFailure;
import dev.headroom.keda.Generated;
import dev.headroom.keda.OperatorState;
import dev.headroom.keda.Reconciler;
import dev.headroom.keda.ScaleExecutor;
import dev.headroom.keda.ScaleLoop;
import dev.headroom.keda.ScaleRequest;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.Situation;
import dev.headroom.keda.Situation.Replicas;
import dev.headroom.keda.World;
import dev.headroom.model.LabelSelector;
import dev.headroom.triggers.Judgement;
import dev.headroom.triggers.TriggerMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// KEDA's part in a turn of a ScaledObject: the first reconcile, the poll, and what the autoscaler is answered.
///
/// Three things differ from KEDA on purpose, because here operator and autoscaler are one program. Every step works on
/// the status as it is, never on an old copy. An outage does not put a target to sleep, not even with a fallback of 0
/// replicas that has not begun. And at an idle count above 0 the autoscaler has no say, which would wake the target at
/// once.
final class ScaledTurn {

    private final Scaled scaled;
    private final Observation seen;
    private final int current;
    private final List<ObjectEvent> events = new ArrayList<>();
    private final World world;
    private final ScaledObject object;
    private List<Asked> asked = List.of();
    private Optional<FormulaFailure> formulaFailure = Optional.empty();
    private Memory memory;

    ScaledTurn(Scaled scaled, Observation seen, Memory before) {
        this.scaled = scaled;
        this.seen = seen;
        this.current = seen.scale().specReplicas();
        this.memory = before.seenAt(seen.now());
        this.object = scaled.object().createdAt().isPresent()
                ? scaled.object()
                : scaled.object().created(memory.firstSeen().orElse(seen.now()));
        this.world = new World(
                cluster(),
                situation(),
                trigger -> seen.reading(((TriggerMetric.External) trigger.metric()).name()));
    }

    /// What the turn comes to.
    sealed interface Step {

        /// @param to the replicas to pause at, where there is such a number
        record Paused(Optional<Integer> to, String why) implements Step {}

        /// The scale loop wants another number of replicas.
        record Asks(ScaleLoop.Poll poll, int to, Reason reason) implements Step {}

        /// The target is asleep.
        ///
        /// @param blind whether a trigger has no number
        record Rests(Reason reason, boolean blind) implements Step {}

        /// Nothing to do until the autoscaler's turn.
        record Watches(Reason reason) implements Step {}

        /// The autoscaler decides, with these answers.
        record Syncs(ScaledReadings readings) implements Step {}
    }

    Memory memory() {
        return memory;
    }

    List<ObjectEvent> events() {
        return List.copyOf(events);
    }

    List<Asked> asked() {
        return asked;
    }

    Optional<FormulaFailure> formulaFailure() {
        return formulaFailure;
    }

    Step taken(Turn turn) {
        if (memory.keda().isEmpty()) {
            reconcile();
        }
        if (object.isPaused()) {
            return paused();
        }
        boolean blind = false;
        if (turn.polls()) {
            var poll = ScaleLoop.poll(object, state().fresh(), world);
            asked = poll.asked();
            formulaFailure = poll.formulaFailure();
            blind = poll.request().map(each -> each.activity().error()).orElse(true);
            var wish = poll.request().flatMap(ScaleRequest::wish);
            if (wish.isPresent() && wish.get().to() != current && !(blind && wish.get().to() < current)) {
                tell(poll.events());
                memory = memory.with(poll.state());
                return new Step.Asks(poll, wish.get().to(), reason(poll, wish.get()));
            }
            var ended = poll.ended(Optional.empty());
            memory = memory.with(ended.state());
            tell(ended.events());
        }
        if (rests()) {
            return new Step.Rests(activity(), blind);
        }
        return turn.syncs()
                ? new Step.Syncs(new ScaledReadings(object, state(), world, new SignalReadings(seen)))
                : new Step.Watches(activity());
    }

    /// What would wake a target at rest, or when one that is not needed goes to rest.
    List<Alternative> alternatives() {
        var active = memory.keda().flatMap(state -> state.status().conditions().find(Conditions.ACTIVE));
        if (active.map(each -> each.reason().equals("ScalerCooldown")).orElse(false)) {
            int to = object.counts().idle().orElse(0);
            return ScaleExecutor.sleepsAfter(object, state().status())
                    .map(end -> List.<Alternative>of(new Alternative.Later(
                            end.plusNanos(1), to, Optional.of("ScalerCooldown"))))
                    .orElse(List.of());
        }
        if (memory.keda().isEmpty() || !rests() || object.advanced().modifiers().isPresent()) {
            return List.of();
        }
        var all = new ArrayList<Alternative>();
        for (var trigger : scaled.triggers()) {
            if (trigger.metric() instanceof TriggerMetric.External metric) {
                var threshold = Judgement.activation(trigger);
                boolean blind = seen.signal(metric.name()).number().isEmpty();
                if (blind) {
                    all.add(new Alternative.Data(metric.name()));
                } else if (threshold.isPresent()) {
                    all.add(new Alternative.Activation(metric.name(), threshold.getAsDouble()));
                }
            }
        }
        return all;
    }

    private OperatorState state() {
        return memory.keda().orElseThrow();
    }

    private void reconcile() {
        var reconciled = Reconciler.reconcile(object, OperatorState.start(Map.of()), world.cluster());
        memory = memory.with(reconciled.state());
        tell(reconciled.events());
    }

    private void tell(List<ObjectEvent> news) {
        news.stream().filter(each -> !Generated.isRoutine(each)).forEach(events::add);
    }

    private Step paused() {
        var replicas = object.pausedReplicas();
        return new Step.Paused(
                replicas, "ScaledObject is paused by annotation" + replicas.map(count -> " at " + count).orElse(""));
    }

    /// Asleep: the HorizontalPodAutoscaler would do nothing at 0, and at an idle count above it would wake the target.
    private boolean rests() {
        boolean idle = object.counts().idle().map(count -> count == current).orElse(false);
        return current == 0 || (idle && !state().isActive());
    }

    private Reason reason(ScaleLoop.Poll poll, ScaleRequest.Wish wish) {
        var events = poll.request()
                .map(request -> request.answered(new ScaleRequest.Answer.Scaled(current)))
                .map(ScaleRequest.Result::events)
                .orElse(List.of());
        return events.isEmpty()
                ? new Reason(
                        "TooFewReplicas",
                        current + " replicas are fewer than minReplicaCount " + wish.to())
                : new Reason(events.getFirst().reason(), events.getFirst().text());
    }

    /// Why the loop leaves the replicas as they are: what the condition Active says, with the end of the cooldown.
    private Reason activity() {
        var active = state().status().conditions().find(Conditions.ACTIVE);
        var ready = state().status().conditions().find(Conditions.READY);
        if (ready.map(each -> each.reason().equals("TriggerError")).orElse(false)) {
            return new Reason("TriggerError", ready.orElseThrow().message());
        }
        var text = active.map(Conditions.Condition::message).orElse("");
        var code = active.map(Conditions.Condition::reason).orElse("");
        if (code.equals("ScalerCooldown")) {
            return new Reason(code, text + ": until "
                    + ScaleExecutor.sleepsAfter(object, state().status()).orElse(seen.now()));
        }
        return code.isEmpty()
                ? new Reason("UnknownState", "the triggers were not polled yet")
                : new Reason(code, text);
    }

    private ClusterView cluster() {
        var known = scaled.cluster();
        return new ClusterView(
                known.kinds(),
                Optional.of(new Workload(
                        current, known.target().map(Workload::containers).orElse(List.of()))),
                known.scaledObjects(),
                known.hpas(),
                known.limits(),
                known.credentials());
    }

    private Situation situation() {
        var own = LabelSelector.parse(seen.scale().selector());
        return new Situation(
                seen.now(),
                new Replicas.Count(current),
                (int) seen.pods().stream()
                        .filter(pod -> pod.serves() && own.matches(pod.labels().asMap()))
                        .count(),
                Condition.find(memory.hpa().status().conditions(), "ScalingActive"));
    }
}

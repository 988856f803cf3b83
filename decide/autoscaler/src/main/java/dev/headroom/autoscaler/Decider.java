package dev.headroom.autoscaler;

import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.hpa.Condition;
import dev.headroom.hpa.HpaController;
import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.HpaPass;
import dev.headroom.hpa.HpaWorld;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricText;
import dev.headroom.hpa.Proposal;
import dev.headroom.hpa.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The decision: what an autoscaler wants for its target, as a function of the object, of what is seen, and of what it
/// remembers.
///
/// Three stages. Signals become readings ([TriggerStage]: no data, fallback, activity). For a ScaledObject,
/// [Activation] may wake the target up or put it to sleep; otherwise the HorizontalPodAutoscaler has its say
/// ([HpaController]: proposals per metric, the largest, stabilization, policies, bounds). What comes out is told as one
/// [DecisionRecord].
///
/// A metric without a number abstains and so forbids taking replicas away; if no metric has one, the decision abstains.
/// A number that lacks a part of its data ([Signal.Partial]) may add replicas and takes none away.
public final class Decider {

    private static final String PARTIAL_DATA = "PartialData";

    private final Autoscaler autoscaler;
    private final Observation seen;
    private final int current;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, MetricQuery> queries = new HashMap<>();
    private final List<Reason> reasons = new ArrayList<>();
    private Memory memory;
    private TriggerStage triggers = new TriggerStage(Map.of(), Map.of(), new Activation.Triggers(true, false, ""));

    private Decider(Autoscaler autoscaler, Observation seen, Memory memory) {
        this.autoscaler = autoscaler;
        this.seen = seen;
        this.memory = memory;
        this.current = seen.scale().specReplicas();
        for (var query : autoscaler.queries()) {
            queries.put(query.metric(), query);
            names.put(
                    query.metric(),
                    query.trigger().equals(query.metric())
                            ? query.metric()
                            : query.trigger() + " (" + query.metric() + ")");
        }
    }

    public static Outcome decide(Autoscaler autoscaler, Observation seen, Memory memory) {
        return new Decider(autoscaler, seen, memory).decided();
    }

    private Outcome decided() {
        if (autoscaler.scaledObject().isEmpty()) {
            return byHpa();
        }
        var object = autoscaler.scaledObject().get();
        triggers = TriggerStage.of(object, seen, memory);
        memory = new Memory(
                memory.hpa(),
                memory.firstSeen().or(() -> Optional.of(seen.now())),
                memory.lastActiveTime(),
                triggers.failures());
        if (object.pause().all()) {
            return paused(object);
        }
        reasons.addAll(triggers.reasons(names));
        var verdict = new Activation(object, current, seen.now(), memory).verdict(triggers.activity());
        boolean sleepsOnError = triggers.activity().error()
                && verdict.to().map(to -> to < current).orElse(false);
        if (verdict.to().isPresent() && !sleepsOnError && !verdict.to().get().equals(current)) {
            reasons.add(verdict.reason());
            return verdict.to().get() < current && partial().isPresent() ? kept(Optional.empty()) : scaled(verdict);
        }
        if (verdict.refreshes() && verdict.to().isEmpty()) {
            memory = memory.activeAt(seen.now());
        }
        if (rests(object)) {
            reasons.add(verdict.reason());
            var decision = triggers.activity().error()
                    ? new Decision.Abstain(reasons)
                    : new Decision.Hold(current, reasons);
            return outcome(decision, Optional.empty(), Optional.of(verdict.reason().code()));
        }
        return byHpa();
    }

    /// Asleep: the HorizontalPodAutoscaler would do nothing at 0, and at an idle count above it would wake the target.
    private boolean rests(ScaledObject object) {
        boolean idle = object.counts().idle().map(count -> count == current).orElse(false);
        return current == 0 || (idle && !triggers.activity().active());
    }

    private Outcome paused(ScaledObject object) {
        int to = object.pause().replicas().orElse(current);
        reasons.add(new Reason("ScaledObjectPaused", "ScaledObject is paused by annotation"
                + object.pause().replicas().map(count -> " at " + MetricText.count(count)).orElse("")));
        var decision = to == current ? new Decision.Hold(current, reasons) : new Decision.Scale(current, to, reasons);
        return outcome(decision, Optional.empty(), Optional.of("ScaledObjectPaused"));
    }

    private Outcome scaled(Activation.Verdict verdict) {
        int to = verdict.to().orElse(current);
        var record = record(
                new Decision.Scale(current, to, reasons), List.of(), Optional.of(verdict.reason().code()));
        return new Outcome(
                autoscaler,
                record,
                memory,
                Status.of(autoscaler, record, memory),
                List.of(),
                Optional.empty(),
                verdict.refreshes());
    }

    private Outcome byHpa() {
        var readings = new SignalReadings(seen, triggers.readings());
        var world = new HpaWorld(seen.now(), seen.scale(), seen.pods(), readings);
        var pass = HpaController.pass(autoscaler.hpa(), world, memory.hpa(), autoscaler.settings());
        memory = memory.with(pass.memory());
        pass.proposals().forEach(proposal -> told(proposal));
        reasons.addAll(pass.limits());
        boolean anyNumber = pass.proposals().stream().anyMatch(Proposal.Replicas.class::isInstance);
        Optional<String> constraint = pass.limits().isEmpty()
                ? Optional.empty()
                : Optional.of(pass.limits().getLast().code());
        if (pass.rescales() && pass.desired() < current && partial().isPresent()) {
            return kept(Optional.of(pass));
        }
        if (pass.rescales()) {
            return outcome(new Decision.Scale(current, pass.desired(), reasons), Optional.of(pass), constraint);
        }
        if (pass.best().isEmpty() && !anyNumber && pass.error().isPresent()) {
            if (pass.proposals().isEmpty()) {
                reasons.add(new Reason(scalingInactive(), pass.error().get()));
            } else {
                reasons.add(new Reason(scalingInactive(), "no metric has a number, so there is no opinion"));
            }
            return outcome(new Decision.Abstain(reasons), Optional.of(pass), constraint);
        }
        if (reasons.isEmpty()) {
            reasons.add(new Reason(
                    "ScalingDisabled", "scaling is disabled since the replica count of the target is zero"));
        }
        return outcome(new Decision.Hold(current, reasons), Optional.of(pass), constraint);
    }

    /// The replicas stay: what says that fewer are enough has not seen all of the load.
    private Outcome kept(Optional<HpaPass> pass) {
        reasons.add(new Reason(PARTIAL_DATA, partial().orElseThrow() + "; no replica is taken away before it is back"));
        return outcome(new Decision.Hold(current, reasons), pass, Optional.of(PARTIAL_DATA));
    }

    /// The first metric that lacks a part of its data, in words.
    private Optional<String> partial() {
        return autoscaler.queries().stream()
                .map(MetricQuery::metric)
                .filter(metric -> seen.signals().get(metric) instanceof Signal.Partial)
                .findFirst()
                .map(metric -> names.getOrDefault(metric, metric) + ": " + SignalText.why(seen.signal(metric)));
    }

    private String scalingInactive() {
        return Condition.find(memory.hpa().status().conditions(), "ScalingActive")
                .map(Condition::reason)
                .orElse("FailedComputeMetricsReplicas");
    }

    private void told(Proposal proposal) {
        var metric = proposal.spec().name();
        switch (proposal) {
            case Proposal.Replicas replicas -> {
                var code = replicas.count() > current
                        ? "AboveTarget"
                        : replicas.count() < current ? "BelowTarget" : "OnTarget";
                var name = names.getOrDefault(metric, metric);
                reasons.add(new Reason(code, name + " " + replicas.text()));
            }
            case Proposal.Failed failed -> {
                if (!triggers.readings().containsKey(metric)) {
                    reasons.add(new Reason(
                            failed.reason(),
                            names.getOrDefault(metric, metric) + " has no number: "
                                    + missing(failed).orElse(failed.inner())));
                }
            }
        }
    }

    /// Why a query has no number, without the controller's words around it.
    private Optional<String> missing(Proposal.Failed failed) {
        var signal = seen.signals().get(failed.spec().name());
        return signal == null || signal.number().isPresent()
                ? Optional.empty()
                : Optional.of(SignalText.why(signal));
    }

    private Outcome outcome(Decision decision, Optional<HpaPass> pass, Optional<String> constraint) {
        var record = record(decision, pass.map(HpaPass::proposals).orElse(List.of()), constraint);
        List<ObjectEvent> events = pass.map(HpaPass::events).orElse(List.of());
        return new Outcome(
                autoscaler, record, memory, Status.of(autoscaler, record, memory), events, pass, false);
    }

    private DecisionRecord record(Decision decision, List<Proposal> proposals, Optional<String> constraint) {
        var inputs = autoscaler.metrics().stream()
                .map(spec -> input(
                        spec,
                        proposals.stream()
                                .filter(each -> each.spec().equals(spec))
                                .findFirst()))
                .toList();
        return new DecisionRecord(seen.now(), autoscaler.key(), decision, inputs, constraint);
    }

    private Input input(MetricSpec spec, Optional<Proposal> proposal) {
        var query = queries.get(spec.name());
        var signal = signal(spec, proposal);
        var reading = proposal.map(each -> MetricText.reading(each.status())).orElseGet(() -> switch (signal) {
            case Signal.Value value -> Trigger.KedaNumbers.quantity(value.value()).canonical();
            case Signal.Partial partial -> Trigger.KedaNumbers.quantity(partial.value()).canonical();
            case Signal.Stale _, Signal.Absent _, Signal.NotANumber _, Signal.Failed _ -> MetricText.UNKNOWN;
        });
        Optional<Integer> count = proposal.flatMap(each -> each instanceof Proposal.Replicas replicas
                ? Optional.of(replicas.count())
                : Optional.empty());
        return new Input(
                spec.name(),
                query == null ? spec.name() : query.trigger(),
                query == null ? "" : query.query(),
                signal,
                MetricText.target(spec),
                reading,
                count);
    }

    /// The signal of a metric; that of a resource or of a metric per pod is what came out of its readings.
    private Signal signal(MetricSpec spec, Optional<Proposal> proposal) {
        if (seen.signals().containsKey(spec.name())) {
            return seen.signal(spec.name());
        }
        var oldest = seen.usage().stream()
                .map(usage -> Duration.between(usage.timestamp(), seen.now()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (proposal.isEmpty()) {
            return new Signal.Absent("it was not asked");
        }
        return switch (proposal.get()) {
            case Proposal.Failed failed -> new Signal.Absent(failed.inner());
            case Proposal.Replicas replicas -> {
                var now = replicas.current();
                double value = now.averageUtilization()
                        .map(Integer::doubleValue)
                        .or(() -> now.averageValue().map(each -> each.approximateDouble()))
                        .orElse(0.0);
                yield new Signal.Value(value, oldest);
            }
        };
    }
}

package dev.headroom.autoscaler;

import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Outcome.Source;
import dev.headroom.hpa.Alternative;
import dev.headroom.hpa.Alternatives;
import dev.headroom.hpa.Condition;
import dev.headroom.hpa.HpaController;
import dev.headroom.hpa.HpaPass;
import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.HpaWorld;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.MetricText;
import dev.headroom.hpa.Proposal;
import dev.headroom.hpa.Readings;
import dev.headroom.hpa.Reason;
import dev.headroom.keda.Generated;
import dev.headroom.keda.ScaledObject;
import dev.headroom.triggers.TriggerMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The decision: what an autoscaler wants for its target, as a function of the object, of what is seen, and of what it
/// remembers.
///
/// A ScaledObject goes first through KEDA's operator ([ScaledTurn]): its scale loop may wake the target up or put it to
/// sleep. Otherwise the HorizontalPodAutoscaler has its say ([HpaController]: proposals per metric, the largest,
/// stabilization, policies, bounds), and is answered by KEDA's metrics server. What comes out is told as one
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
    private final List<ObjectEvent> events = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private final List<Alternative> alternatives = new ArrayList<>();
    private Memory memory;

    private Decider(Autoscaler autoscaler, Observation seen, Memory memory) {
        this.autoscaler = autoscaler;
        this.seen = seen;
        this.memory = memory.heard(seen.signals());
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

    /// A decision for which everything was asked.
    public static Outcome decide(Autoscaler autoscaler, Observation seen, Memory memory) {
        return decide(autoscaler, seen, memory, Turn.BOTH);
    }

    public static Outcome decide(Autoscaler autoscaler, Observation seen, Memory memory, Turn turn) {
        return new Decider(autoscaler, seen, memory).decided(turn);
    }

    /// The outcome of a turn in which the target could not be read.
    ///
    /// @param why the target's own words
    public static Outcome unreadable(Autoscaler autoscaler, Instant now, Memory memory, String why) {
        var words = "failed to query scale subresource for " + autoscaler.target();
        var pass = HpaController.unreachable(autoscaler.hpa(), now, memory.hpa(), why, words);
        var decision = new Decision.Abstain(List.of(new Reason("FailedGetScale", why)));
        var after = memory.with(pass.memory());
        var record = new DecisionRecord(
                now, autoscaler.key(), decision, List.of(), Optional.of("FailedGetScale"), List.of());
        return new Outcome(
                autoscaler,
                record,
                after,
                Status.of(autoscaler, record, after),
                pass.events(),
                new Source.Hpa(pass));
    }

    private Outcome decided(Turn turn) {
        if (autoscaler.scaled().isEmpty()) {
            return byHpa(new SignalReadings(seen));
        }
        var scaled = new ScaledTurn(autoscaler.scaled().get(), seen, memory);
        var step = scaled.taken(turn);
        memory = scaled.memory();
        events.addAll(scaled.events());
        return switch (step) {
            case ScaledTurn.Step.Paused(Optional<Integer> to, String why) -> paused(to, why);
            case ScaledTurn.Step.Asks(var poll, int to, var reason) -> {
                tell(scaled);
                reasons.add(reason);
                if (to < current && partial().isPresent()) {
                    reasons.add(kept());
                    yield outcome(
                            new Decision.Hold(current, reasons),
                            List.of(),
                            Optional.of(PARTIAL_DATA),
                            new Source.Rest());
                }
                yield outcome(
                        new Decision.Scale(current, to, reasons),
                        List.of(),
                        Optional.of(reason.code()),
                        new Source.Loop(poll));
            }
            case ScaledTurn.Step.Rests(var reason, boolean blind) -> {
                tell(scaled);
                reasons.add(reason);
                alternatives.addAll(scaled.alternatives());
                var decision = blind ? new Decision.Abstain(reasons) : new Decision.Hold(current, reasons);
                yield outcome(decision, List.of(), Optional.of(reason.code()), new Source.Rest());
            }
            case ScaledTurn.Step.Watches(var reason) -> {
                tell(scaled);
                reasons.add(reason);
                yield outcome(
                        new Decision.Hold(current, reasons), List.of(), Optional.empty(), new Source.Watch());
            }
            case ScaledTurn.Step.Syncs(var readings) -> {
                alternatives.addAll(scaled.alternatives());
                yield byHpa(readings);
            }
        };
    }

    private void tell(ScaledTurn scaled) {
        reasons.addAll(AskedReasons.of(scaled.asked(), scaled.formulaFailure(), names));
    }

    private Outcome paused(Optional<Integer> replicas, String why) {
        int to = replicas.orElse(current);
        reasons.add(new Reason("ScaledObjectPaused", why));
        var decision = to == current ? new Decision.Hold(current, reasons) : new Decision.Scale(current, to, reasons);
        return outcome(decision, List.of(), Optional.of("ScaledObjectPaused"), new Source.Rest());
    }

    private Outcome byHpa(Readings readings) {
        var world = new HpaWorld(seen.now(), seen.scale(), seen.pods(), readings);
        var pass = HpaController.pass(autoscaler.hpa(), world, memory.hpa(), autoscaler.settings());
        alternatives.addAll(Alternatives.of(
                pass, memory.hpa(), autoscaler.settings(), partial().isPresent()));
        memory = memory.with(pass.memory());
        if (readings instanceof ScaledReadings served) {
            memory = memory.with(served.state());
            served.events().stream()
                    .filter(each -> !Generated.isRoutine(each))
                    .forEach(events::add);
            reasons.addAll(AskedReasons.of(served.asked(), served.formulaFailure(), names));
            autoscaler.scaled().orElseThrow().triggers().forEach(trigger -> {
                if (trigger.metric() instanceof TriggerMetric.External metric) {
                    told.add(metric.name());
                }
            });
        }
        pass.proposals().forEach(this::told);
        reasons.addAll(pass.limits());
        boolean anyNumber = pass.proposals().stream().anyMatch(Proposal.Replicas.class::isInstance);
        Optional<String> constraint = pass.limits().isEmpty()
                ? Optional.empty()
                : Optional.of(pass.limits().getLast().code());
        if (pass.rescales() && pass.desired() < current && partial().isPresent()) {
            reasons.add(kept());
            return outcome(pass, new Decision.Hold(current, reasons), Optional.of(PARTIAL_DATA));
        }
        if (pass.rescales()) {
            return outcome(pass, new Decision.Scale(current, pass.desired(), reasons), constraint);
        }
        if (pass.best().isEmpty() && !anyNumber && pass.error().isPresent()) {
            reasons.add(new Reason(
                    scalingInactive(),
                    pass.proposals().isEmpty()
                            ? pass.error().get()
                            : "no metric has a number, so there is no opinion"));
            return outcome(pass, new Decision.Abstain(reasons), constraint);
        }
        if (reasons.isEmpty()) {
            reasons.add(new Reason(
                    "ScalingDisabled", "scaling is disabled since the replica count of the target is zero"));
        }
        return outcome(pass, new Decision.Hold(current, reasons), constraint);
    }

    /// The replicas stay: what says that fewer are enough has not seen all of the load.
    private Reason kept() {
        return new Reason(PARTIAL_DATA, partial().orElseThrow() + "; no replica is taken away before it is back");
    }

    /// The first metric that lacks a part of its data, in words. One that was not asked this time counts as it was when
    /// it was: its number may still be in use.
    private Optional<String> partial() {
        return partialMetrics()
                .findFirst()
                .map(metric -> names.getOrDefault(metric, metric) + ": "
                        + SignalText.why(Objects.requireNonNull(memory.signals().get(metric))));
    }

    private Stream<String> partialMetrics() {
        return autoscaler.queries().stream()
                .map(MetricQuery::metric)
                .filter(metric -> memory.signals().get(metric) instanceof Signal.Partial);
    }

    /// What came of the turn, and what a number that lacks a part of its data keeps.
    private List<Alternative> whatElse() {
        var all = new ArrayList<>(alternatives);
        partialMetrics()
                .map(Alternative.Data::new)
                .filter(each -> !all.contains(each))
                .forEach(all::add);
        return all;
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
                if (!told.contains(metric)) {
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

    private Outcome outcome(HpaPass pass, Decision decision, Optional<String> constraint) {
        events.addAll(pass.events());
        return outcome(decision, pass.proposals(), constraint, new Source.Hpa(pass));
    }

    private Outcome outcome(
            Decision decision, List<Proposal> proposals, Optional<String> constraint, Source source) {
        var inputs = autoscaler.metrics().stream()
                .map(spec -> input(
                        spec,
                        proposals.stream()
                                .filter(each -> each.spec().equals(spec))
                                .findFirst()))
                .toList();
        var record = new DecisionRecord(
                seen.now(), autoscaler.key(), decision, inputs, constraint, whatElse());
        return new Outcome(autoscaler, record, memory, Status.of(autoscaler, record, memory), events, source);
    }

    private Input input(MetricSpec spec, Optional<Proposal> proposal) {
        var query = queries.get(spec.name());
        var signal = signal(spec, proposal);
        var reading = proposal.map(each -> MetricText.reading(each.status())).orElseGet(() -> switch (signal) {
            case Signal.Value value -> TriggerMetric.quantity(value.value()).canonical();
            case Signal.Partial partial -> TriggerMetric.quantity(partial.value()).canonical();
            case Signal.Stale _, Signal.Absent _, Signal.NotANumber _, Signal.Failed _ -> MetricText.UNKNOWN;
        });
        Optional<Integer> count = proposal.flatMap(each -> each instanceof Proposal.Replicas replicas
                ? Optional.of(replicas.count())
                : Optional.empty());
        return new Input(
                spec.name(),
                query == null ? spec.name() : query.trigger(),
                query == null ? "" : asked(query),
                signal,
                MetricText.target(spec),
                reading,
                count);
    }

    /// What was asked: the adapter's query where one made it, else the autoscaler's own.
    private String asked(MetricQuery query) {
        var served = seen.served().get(query.metric());
        return served == null || served.query().isEmpty() ? query.query() : served.query();
    }

    /// The signal of a metric; that of a resource or of a metric per pod is what came out of its readings, that of a
    /// trigger that was not asked this time is its last.
    private Signal signal(MetricSpec spec, Optional<Proposal> proposal) {
        var heard = memory.signals().get(spec.name());
        if (heard != null) {
            return heard;
        }
        var oldest = seen.usage().stream()
                .map(usage -> Duration.between(usage.timestamp(), seen.now()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (proposal.isEmpty()) {
            return new Signal.Absent(
                    spec.name().equals(ScaledObject.COMPOSITE)
                            ? "the autoscaler did not ask for what the formula gives"
                            : "it was not asked");
        }
        return switch (proposal.get()) {
            case Proposal.Failed failed -> new Signal.Absent(failed.inner());
            case Proposal.Replicas replicas -> {
                var now = replicas.current();
                double value = now.averageUtilization()
                        .map(Integer::doubleValue)
                        .or(() -> now.averageValue().or(now::value).map(each -> each.approximateDouble()))
                        .orElse(0.0);
                yield new Signal.Value(value, oldest);
            }
        };
    }
}

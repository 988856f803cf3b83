package dev.headroom.loop;

import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.Decider;
import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.Memory;
import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.autoscaler.Observation;
import dev.headroom.autoscaler.Outcome;
import dev.headroom.autoscaler.Served;
import dev.headroom.autoscaler.Signal;
import dev.headroom.autoscaler.Turn;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.model.LabelSelector;
import dev.headroom.records.ToldDecision;
import dev.headroom.records.TurnTaken;
import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import dev.headroom.triggers.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control loop of one autoscaler: look, decide, ask the scale target, say what happened. Owns what the autoscaler
/// remembers; runs of one loop never overlap.
public final class AutoscalerLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AutoscalerLoop.class);

    /// What all loops share.
    ///
    /// @param signals the answer to a question of an autoscaler
    /// @param decisions gets every decision with the turns it rests on
    /// @param events gets what `kubectl get events` would show
    public record Surroundings(
            Timeline timeline,
            Signals signals,
            Consumer<ToldDecision> decisions,
            Consumer<Event> events,
            LoopMetrics metrics) {}

    /// Answers the questions of autoscalers.
    public interface Signals {

        /// One number for each question, by metric.
        Map<String, Answer> numbers(List<MetricQuery> queries, Instant now);

        /// One number per pod for each question, by metric and pod.
        Map<String, Map<String, Signal>> perPod(List<MetricQuery> queries, Instant now);

        /// The metrics of a HorizontalPodAutoscaler as an adapter answers them; none where no adapter is configured.
        ///
        /// @param queries each of a metric
        /// @param pods the names of those that the target's selector picks
        Map<String, Adapted> adapted(List<MetricQuery> queries, List<String> pods, Instant now);

        /// @param signal the same as one signal, for people
        record Adapted(Served served, Signal signal) {}

        /// @param reading the same in the terms of the trigger's source; empty where the signal says it all
        record Answer(Signal signal, Optional<Reading> reading) {}
    }

    private final Autoscaler autoscaler;
    private final ScaleTarget target;
    private final Surroundings around;
    private final DecisionNews news = new DecisionNews();
    private Memory memory = Memory.start();
    private volatile @Nullable Outcome newest;
    private final List<TurnTaken> untold = new ArrayList<>();
    private final List<Scheduled> schedules = new ArrayList<>();

    public AutoscalerLoop(Autoscaler autoscaler, ScaleTarget target, Surroundings around) {
        this.autoscaler = autoscaler;
        this.target = target;
        this.around = around;
    }

    /// Decides at once and then every `syncPeriod`; a ScaledObject's triggers are polled every `pollingInterval`.
    public void start(Duration syncPeriod) {
        var timeline = around.timeline();
        schedules.add(timeline.after(Duration.ZERO, () -> run(Turn.BOTH)));
        schedules.add(timeline.every(syncPeriod, syncPeriod, () -> run(Turn.SYNC)));
        autoscaler
                .pollingInterval()
                .ifPresent(interval -> schedules.add(timeline.every(interval, interval, () -> run(Turn.POLL))));
    }

    public Autoscaler autoscaler() {
        return autoscaler;
    }

    public ScaleTarget target() {
        return target;
    }

    /// What came of the newest decision; empty before the first.
    public Optional<Outcome> newest() {
        return Optional.ofNullable(newest);
    }

    private void run(Turn turn) {
        try {
            decide(turn);
        } catch (RuntimeException defect) {
            LOG.error("autoscaler {}: a decision failed; the replicas stay as they are", autoscaler.key(), defect);
            event(true, "FailedDecision", "a decision failed, the replicas stay as they are: " + defect);
        }
    }

    /// One turn: a decision, made and carried out.
    synchronized void decide(Turn turn) {
        var seen = observed(around.timeline().now(), turn);
        var outcome = Decider.decide(autoscaler, seen, memory, turn);
        Optional<String> refused = Optional.empty();
        if (outcome.record().decision() instanceof Decision.Scale scale) {
            refused = switch (target.scaleTo(scale.desired())) {
                case ScaleTarget.Update.Accepted _ -> Optional.empty();
                case ScaleTarget.Update.Refused(String reason) -> Optional.of(reason);
            };
            outcome = refused.map(outcome::refused).orElseGet(outcome::applied);
        }
        untold.add(new TurnTaken(turn, seen, refused));
        memory = outcome.memory();
        outcome.events().forEach(each -> event(each.type().equals("Warning"), each.reason(), each.text()));
        if (outcome.isTold()) {
            // Counted before anybody can see that there is a decision.
            around.metrics().decided(outcome);
            newest = outcome;
            around.decisions().accept(new ToldDecision(outcome.record(), untold));
            untold.clear();
            news.of(outcome.record())
                    .ifPresent(each -> event(each.warning(), DecisionNews.REASON, each.message()));
        }
    }

    private Observation observed(Instant now, Turn turn) {
        var queries = autoscaler.queries(memory, turn);
        var signals = new HashMap<String, Signal>();
        var readings = new HashMap<String, Reading>();
        var served = new HashMap<String, Served>();
        var metrics = queries.stream()
                .filter(query -> query.source() instanceof MetricQuery.Source.OfMetric)
                .toList();
        around.signals().adapted(metrics, selected(), now).forEach((metric, adapted) -> {
            served.put(metric, adapted.served());
            signals.put(metric, adapted.signal());
        });
        around.signals().numbers(others(queries, MetricQuery.Kind.NUMBER, served), now).forEach((metric, answer) -> {
            signals.put(metric, answer.signal());
            answer.reading().ifPresent(reading -> readings.put(metric, reading));
        });
        var podSignals = around.signals().perPod(others(queries, MetricQuery.Kind.PER_POD, served), now);
        return new Observation(
                now, target.scale(), target.pods(), target.usage(), signals, podSignals, readings, served);
    }

    /// The queries of a kind that no adapter served.
    private static List<MetricQuery> others(
            List<MetricQuery> queries, MetricQuery.Kind kind, Map<String, Served> served) {
        return queries.stream()
                .filter(query -> query.kind() == kind && !served.containsKey(query.metric()))
                .toList();
    }

    /// The names of the pods that the target's selector picks.
    private List<String> selected() {
        var selector = LabelSelector.parse(target.scale().selector());
        return target.pods().stream()
                .filter(pod -> selector.matches(pod.labels()))
                .map(Pod::name)
                .toList();
    }

    private void event(boolean warning, String reason, String message) {
        around.events()
                .accept(new Event(
                        around.timeline().now(), warning, autoscaler.kind(), autoscaler.name(), reason, message));
    }

    @Override
    public void close() {
        schedules.forEach(Scheduled::cancel);
    }
}

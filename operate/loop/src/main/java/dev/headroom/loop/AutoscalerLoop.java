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
import dev.headroom.hpa.UnreadableScaleException;
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
    private Memory memory;
    private volatile @Nullable Outcome newest;
    private final List<TurnTaken> untold = new ArrayList<>();
    private final List<Scheduled> schedules = new ArrayList<>();
    private volatile boolean closed;

    public AutoscalerLoop(Autoscaler autoscaler, ScaleTarget target, Surroundings around) {
        this(autoscaler, target, around, Memory.start());
    }

    /// One that goes on where another ended.
    ///
    /// @param memory of the other
    public AutoscalerLoop(Autoscaler autoscaler, ScaleTarget target, Surroundings around, Memory memory) {
        this.memory = memory;
        this.autoscaler = autoscaler;
        this.target = target;
        this.around = around;
    }

    /// Decides at once and then every `syncPeriod`; a ScaledObject's triggers are polled every `pollingInterval`.
    public void start(Duration syncPeriod) {
        start(syncPeriod, Duration.ZERO);
    }

    /// The same, beginning later: so many loops do not ask all at once.
    public void start(Duration syncPeriod, Duration delay) {
        var timeline = around.timeline();
        schedules.add(timeline.after(delay, () -> run(Turn.BOTH)));
        schedules.add(timeline.every(delay.plus(syncPeriod), syncPeriod, () -> run(Turn.SYNC)));
        autoscaler
                .pollingInterval()
                .ifPresent(interval ->
                        schedules.add(timeline.every(delay.plus(interval), interval, () -> run(Turn.POLL))));
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

    /// What it remembers now.
    public synchronized Memory memory() {
        return memory;
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
        if (closed) {
            return;
        }
        var now = around.timeline().now();
        ScaleTarget.Scale scale;
        try {
            scale = target.scale();
        } catch (UnreadableScaleException unreadable) {
            var outcome = Decider.unreadable(autoscaler, now, memory, unreadable.why());
            memory = outcome.memory();
            tell(outcome);
            return;
        }
        var seen = observed(now, turn, scale);
        var outcome = Decider.decide(autoscaler, seen, memory, turn);
        Optional<String> refused = Optional.empty();
        if (outcome.record().decision() instanceof Decision.Scale wanted) {
            refused = switch (target.scaleTo(wanted.desired())) {
                case ScaleTarget.Update.Accepted _ -> Optional.empty();
                case ScaleTarget.Update.Refused(String reason) -> Optional.of(reason);
            };
            outcome = refused.map(outcome::refused).orElseGet(outcome::applied);
        }
        untold.add(new TurnTaken(turn, seen, refused));
        memory = outcome.memory();
        tell(outcome);
    }

    private void tell(Outcome outcome) {
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

    private Observation observed(Instant now, Turn turn, ScaleTarget.Scale scale) {
        var queries = autoscaler.queries(memory, turn);
        var signals = new HashMap<String, Signal>();
        var readings = new HashMap<String, Reading>();
        var served = new HashMap<String, Served>();
        var metrics = queries.stream()
                .filter(query -> query.source() instanceof MetricQuery.Source.OfMetric)
                .toList();
        around.signals().adapted(metrics, selected(scale), now).forEach((metric, adapted) -> {
            served.put(metric, adapted.served());
            signals.put(metric, adapted.signal());
        });
        around.signals().numbers(others(queries, MetricQuery.Kind.NUMBER, served), now).forEach((metric, answer) -> {
            signals.put(metric, answer.signal());
            answer.reading().ifPresent(reading -> readings.put(metric, reading));
        });
        var podSignals = around.signals().perPod(others(queries, MetricQuery.Kind.PER_POD, served), now);
        var usage = autoscaler.needsUsage() ? target.usage() : List.<ScaleTarget.Usage>of();
        return new Observation(now, scale, target.pods(), usage, signals, podSignals, readings, served);
    }

    /// The queries of a kind that no adapter served.
    private static List<MetricQuery> others(
            List<MetricQuery> queries, MetricQuery.Kind kind, Map<String, Served> served) {
        return queries.stream()
                .filter(query -> query.kind() == kind && !served.containsKey(query.metric()))
                .toList();
    }

    /// The names of the pods that the target's selector picks.
    private List<String> selected(ScaleTarget.Scale scale) {
        var selector = LabelSelector.parse(scale.selector());
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
        closed = true;
        schedules.forEach(Scheduled::cancel);
    }
}

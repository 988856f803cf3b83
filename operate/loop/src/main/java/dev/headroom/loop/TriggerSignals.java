package dev.headroom.loop;

import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.autoscaler.Signal;
import dev.headroom.scalers.BuiltScalers;
import dev.headroom.scalers.Scaler;
import dev.headroom.scalers.Scalers;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/// Answers the questions of autoscalers: Prometheus triggers that mean this program from its metric store, of which is
/// known how old the samples are and where data was lost; all others by asking their source. Metrics of
/// HorizontalPodAutoscalers go through the rules of an adapter where they are configured.
public final class TriggerSignals implements AutoscalerLoop.Signals {

    private final SignalReader reader;
    private final BuiltScalers scalers;
    private final Predicate<PrometheusTrigger> ours;
    private final Optional<AdapterSignals> adapter;

    /// @param reader of the metric store
    /// @param ours whether a trigger means the metric store
    /// @param adapter answers the metrics of HorizontalPodAutoscalers where one is configured
    public TriggerSignals(
            SignalReader reader,
            Scalers scalers,
            Predicate<PrometheusTrigger> ours,
            Optional<AdapterSignals> adapter) {
        this.reader = reader;
        this.scalers = new BuiltScalers(scalers);
        this.ours = ours;
        this.adapter = adapter;
    }

    @Override
    public Map<String, Answer> numbers(List<MetricQuery> queries, Instant now) {
        return each(queries, query -> isOurs(query) ? ours(query, now) : theirs(query, now));
    }

    @Override
    public Map<String, Map<String, Signal>> perPod(List<MetricQuery> queries, Instant now) {
        return each(queries, query -> reader.readBy("pod", query.query(), now));
    }

    @Override
    public Map<String, Adapted> adapted(List<MetricQuery> queries, List<String> pods, Instant now) {
        return adapter.map(each -> each(queries, query -> each.answer(query, pods, now)))
                .orElseGet(Map::of);
    }

    /// What comes of each query, by its metric. Sources that may keep one waiting are asked at the same time.
    private <T> Map<String, T> each(List<MetricQuery> queries, Function<MetricQuery, T> ask) {
        var waiting = new HashMap<String, CompletableFuture<T>>();
        for (var query : queries) {
            waiting.put(
                    query.metric(),
                    keepsWaiting(query)
                            ? CompletableFuture.supplyAsync(() -> ask.apply(query), Thread::startVirtualThread)
                            : CompletableFuture.completedFuture(ask.apply(query)));
        }
        var answers = new HashMap<String, T>();
        waiting.forEach((metric, answer) -> answers.put(metric, answer.join()));
        return answers;
    }

    private boolean keepsWaiting(MetricQuery query) {
        return !isOurs(query) || reader.keepsWaiting()
                || (query.source() instanceof MetricQuery.Source.OfMetric
                        && adapter.map(AdapterSignals::keepsWaiting).orElse(false));
    }

    private static Optional<Trigger> trigger(MetricQuery query) {
        return query.source() instanceof MetricQuery.Source.OfTrigger(var trigger)
                ? Optional.of(trigger)
                : Optional.empty();
    }

    private boolean isOurs(MetricQuery query) {
        return switch (query.source()) {
            case MetricQuery.Source.OfMetric _ -> true;
            case MetricQuery.Source.OfTrigger(PrometheusTrigger prometheus) -> ours.test(prometheus);
            case MetricQuery.Source.OfTrigger _ -> false;
        };
    }

    private Answer ours(MetricQuery query, Instant now) {
        return new Answer(reader.read(query.query(), now), Optional.empty());
    }

    private Answer theirs(MetricQuery query, Instant now) {
        var reading = trigger(query).flatMap(scalers::of).map(scaler -> asked(scaler, now));
        return new Answer(
                reading.map(TriggerSignals::signal).orElse(new Signal.Absent("nobody asks for it")), reading);
    }

    /// A source that fails is asked once more, as KEDA does.
    private static Reading asked(Scaler scaler, Instant now) {
        var first = scaler.read(now);
        return first instanceof Reading.Failed ? scaler.read(now) : first;
    }

    static Signal signal(Reading reading) {
        return switch (reading) {
            case Reading.Number number -> new Signal.Value(number.value(), Duration.ZERO);
            case Reading.Empty empty -> new Signal.Absent(empty.why());
            case Reading.NotANumber number -> new Signal.NotANumber(number.text());
            case Reading.Failed failed -> new Signal.Failed(failed.error());
        };
    }
}

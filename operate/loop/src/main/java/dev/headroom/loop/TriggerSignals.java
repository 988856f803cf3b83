package dev.headroom.loop;

import dev.headroom.autoscaler.MetricQuery;
import dev.headroom.autoscaler.Signal;
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
import java.util.function.Predicate;

/// Answers the questions of autoscalers: Prometheus triggers that mean this program from the embedded engine, which can
/// say how old the samples are and where data was lost; all others by asking their source. Metrics of
/// HorizontalPodAutoscalers go through the rules of an adapter where they are configured.
public final class TriggerSignals implements AutoscalerLoop.Signals {

    private final SignalReader reader;
    private final Scalers scalers;
    private final Predicate<PrometheusTrigger> embedded;
    private final Optional<AdapterSignals> adapter;
    private final Map<Trigger, Scaler> built = new HashMap<>();

    /// @param embedded whether a trigger means the embedded engine
    /// @param adapter answers the metrics of HorizontalPodAutoscalers where one is configured
    public TriggerSignals(
            SignalReader reader,
            Scalers scalers,
            Predicate<PrometheusTrigger> embedded,
            Optional<AdapterSignals> adapter) {
        this.reader = reader;
        this.scalers = scalers;
        this.embedded = embedded;
        this.adapter = adapter;
    }

    /// Sources that may keep one waiting are asked at the same time.
    @Override
    public Map<String, Answer> numbers(List<MetricQuery> queries, Instant now) {
        var waiting = new HashMap<String, CompletableFuture<Answer>>();
        for (var query : queries) {
            waiting.put(
                    query.metric(),
                    isEmbedded(query)
                            ? CompletableFuture.completedFuture(embedded(query, now))
                            : CompletableFuture.supplyAsync(() -> remote(query, now), Thread::startVirtualThread));
        }
        var answers = new HashMap<String, Answer>();
        waiting.forEach((metric, answer) -> answers.put(metric, answer.join()));
        return answers;
    }

    private static Optional<Trigger> trigger(MetricQuery query) {
        return query.source() instanceof MetricQuery.Source.OfTrigger(var trigger)
                ? Optional.of(trigger)
                : Optional.empty();
    }

    private boolean isEmbedded(MetricQuery query) {
        return switch (query.source()) {
            case MetricQuery.Source.OfMetric _ -> true;
            case MetricQuery.Source.OfTrigger(PrometheusTrigger prometheus) -> embedded.test(prometheus);
            case MetricQuery.Source.OfTrigger _ -> false;
        };
    }

    private Answer embedded(MetricQuery query, Instant now) {
        return new Answer(reader.read(query.query(), now), Optional.empty());
    }

    private Answer remote(MetricQuery query, Instant now) {
        var reading = trigger(query).flatMap(this::scaler).map(scaler -> asked(scaler, now));
        return new Answer(
                reading.map(TriggerSignals::signal).orElse(new Signal.Absent("nobody asks for it")), reading);
    }

    @Override
    public Optional<Adapted> adapted(MetricQuery query, List<String> pods, Instant now) {
        return query.source() instanceof MetricQuery.Source.OfMetric metric
                ? adapter.map(each -> each.answer(metric, pods, now))
                : Optional.empty();
    }

    @Override
    public Map<String, Signal> perPod(MetricQuery query, Instant now) {
        return reader.readBy("pod", query.query(), now);
    }

    /// A source that fails is asked once more, as KEDA does.
    private static Reading asked(Scaler scaler, Instant now) {
        var first = scaler.read(now);
        return first instanceof Reading.Failed ? scaler.read(now) : first;
    }

    private synchronized Optional<Scaler> scaler(Trigger trigger) {
        var known = built.get(trigger);
        if (known != null) {
            return Optional.of(known);
        }
        var made = scalers.of(trigger);
        made.ifPresent(scaler -> built.put(trigger, scaler));
        return made;
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

package dev.headroom.autoscaler;

import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.Readings;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.model.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Signals, served as the metrics APIs would serve them: KEDA's external metrics for a ScaledObject (three decimals),
/// prometheus-adapter's metrics for a HorizontalPodAutoscaler (cut to a thousandth). A metric without a number is an
/// error of its API, never a 0.
final class SignalReadings implements Readings {

    private static final Duration CUSTOM_METRICS_WINDOW = Duration.ofSeconds(60);

    private final Observation seen;
    private final Map<String, TriggerReading> triggers;

    /// @param triggers the readings of a ScaledObject's triggers; empty for a HorizontalPodAutoscaler
    SignalReadings(Observation seen, Map<String, TriggerReading> triggers) {
        this.seen = seen;
        this.triggers = Map.copyOf(triggers);
    }

    @Override
    public Answer<ScaleTarget.Usage> resource() {
        return new Answer.Items<>(seen.usage());
    }

    @Override
    public Answer<PodValue> pods(MetricSpec.Identifier metric) {
        var signals = seen.podSignals().getOrDefault(metric.name(), Map.of());
        var values = new ArrayList<PodValue>();
        signals.forEach((pod, signal) -> {
            signal.number().ifPresent(number -> values.add(new PodValue(
                    pod,
                    seen.now().minus(signal.sampleAge().orElse(Duration.ZERO)),
                    CUSTOM_METRICS_WINDOW,
                    cut(number))));
        });
        if (values.isEmpty() && seen.signals().containsKey(metric.name())) {
            return new Answer.Failure<>(SignalText.why(seen.signal(metric.name())));
        }
        return new Answer.Items<>(values);
    }

    @Override
    public Answer<Long> object(MetricSpec.ObjectReference object, MetricSpec.Identifier metric) {
        return adapted(metric);
    }

    @Override
    public Answer<Long> external(MetricSpec.Identifier metric) {
        var reading = triggers.get(metric.name());
        return switch (reading) {
            case null -> adapted(metric);
            case TriggerReading.Measured number ->
                one(Trigger.KedaNumbers.quantity(number.value()));
            case TriggerReading.FallsBack fallback -> one(fallback.value());
            case TriggerReading.Nothing nothing -> new Answer.Failure<>(nothing.why());
        };
    }

    private Answer<Long> adapted(MetricSpec.Identifier metric) {
        var signal = seen.signal(metric.name());
        var number = signal.number();
        return number.isPresent() && Double.isFinite(number.getAsDouble())
                ? new Answer.Items<>(List.of(cut(number.getAsDouble())))
                : new Answer.Failure<>(SignalText.why(signal));
    }

    private static Answer<Long> one(Quantity quantity) {
        return new Answer.Items<>(List.of(quantity.milliValue()));
    }

    private static long cut(double value) {
        return (long) (value * 1000.0);
    }
}

package dev.headroom.autoscaler;

import dev.headroom.hpa.MetricSpec;
import dev.headroom.hpa.Readings;
import dev.headroom.hpa.ScaleTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What an adapter served, and signals as prometheus-adapter would serve them to a HorizontalPodAutoscaler: cut to a
/// thousandth. A metric without a number is an error of its API, never a 0.
final class SignalReadings implements Readings {

    private static final Duration CUSTOM_METRICS_WINDOW = Duration.ofSeconds(60);

    private final Observation seen;

    SignalReadings(Observation seen) {
        this.seen = seen;
    }

    @Override
    public Answer<ScaleTarget.Usage> resource() {
        return new Answer.Items<>(seen.usage());
    }

    @Override
    public Answer<PodValue> pods(MetricSpec.Identifier metric) {
        if (seen.served().get(metric.name()) instanceof Served.PerPod(_, var answer)) {
            return answer;
        }
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
        return adapted(metric);
    }

    private Answer<Long> adapted(MetricSpec.Identifier metric) {
        if (seen.served().get(metric.name()) instanceof Served.Numbers(_, var answer)) {
            return answer;
        }
        var signal = seen.signal(metric.name());
        var number = signal.number();
        return number.isPresent() && Double.isFinite(number.getAsDouble())
                ? new Answer.Items<>(List.of(cut(number.getAsDouble())))
                : new Answer.Failure<>(SignalText.why(signal));
    }

    private static long cut(double value) {
        return (long) (value * 1000.0);
    }
}

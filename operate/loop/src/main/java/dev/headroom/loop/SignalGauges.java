package dev.headroom.loop;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.Signal;
import dev.headroom.model.Quantity;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Optional;

/// What each metric of an autoscaler said in its last decision. A number that is missing has no series: it is not 0.
final class SignalGauges {

    private static final List<String> STATES = List.of("value", "partial", "stale", "absent", "not_a_number", "failed");
    private static final String AVERAGE = " (avg)";

    private final Gauge state;
    private final Gauge reading;
    private final Gauge target;
    private final Gauge age;

    SignalGauges(PrometheusRegistry registry) {
        state = Gauge.builder()
                .name("headroom_autoscaler_signal_state")
                .help("1 for the state of each metric in the last decision, 0 for the states that it was not in")
                .labelNames("namespace", "autoscaler", "trigger", "state")
                .register(registry);
        reading = gauge("reading", "Each metric as it was held against its target", registry);
        target = gauge("target", "The metric target of each metric", registry);
        age = gauge("age_seconds", "Age of the newest sample behind each metric", registry);
    }

    private static Gauge gauge(String name, String help, PrometheusRegistry registry) {
        return Gauge.builder()
                .name("headroom_autoscaler_signal_" + name)
                .help(help)
                .labelNames("namespace", "autoscaler", "trigger")
                .register(registry);
    }

    void read(String namespace, String autoscaler, DecisionRecord.Input input) {
        var now = state(input.signal());
        STATES.forEach(each -> state.labelValues(namespace, autoscaler, input.trigger(), each)
                .set(each.equals(now) ? 1 : 0));
        String[] labels = {namespace, autoscaler, input.trigger()};
        set(reading, number(input.reading()), labels);
        set(target, number(input.target()), labels);
        set(age, input.signal().sampleAge().map(each -> each.toMillis() / 1000.0), labels);
    }

    private static void set(Gauge gauge, Optional<Double> value, String... labels) {
        value.ifPresentOrElse(number -> gauge.labelValues(labels).set(number), () -> gauge.remove(labels));
    }

    /// The number of what `kubectl get hpa` prints: `412m`, `10 (avg)`, `80%`; none for `<unknown>`.
    private static Optional<Double> number(String text) {
        var plain = text.endsWith(AVERAGE) ? text.substring(0, text.length() - AVERAGE.length()) : text;
        return plain.endsWith("%")
                ? Quantity.tryParse(plain.substring(0, plain.length() - 1)).map(SignalGauges::decimal)
                : Quantity.tryParse(plain).map(SignalGauges::decimal);
    }

    /// The nearest number to the decimal one, which people recognize.
    private static double decimal(Quantity quantity) {
        return quantity.exact().doubleValue();
    }

    private static String state(Signal signal) {
        return switch (signal) {
            case Signal.Value _ -> "value";
            case Signal.Partial _ -> "partial";
            case Signal.Stale _ -> "stale";
            case Signal.Absent _ -> "absent";
            case Signal.NotANumber _ -> "not_a_number";
            case Signal.Failed _ -> "failed";
        };
    }
}

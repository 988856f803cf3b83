package dev.headroom.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.autoscaler.Signal;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SignalGaugesTest {

    private static final String PREFIX = "headroom_autoscaler_signal_";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final SignalGauges gauges = new SignalGauges(registry);

    private void read(String reading, String target, Signal signal) {
        gauges.read("shop", "web", new Input("s0-prometheus", "p95", "", signal, target, reading, Optional.empty()));
    }

    /// The numbers of the page, by the ends of their names.
    private Map<String, Double> numbers() {
        var numbers = new TreeMap<String, Double>();
        for (var name : List.of("reading", "target", "age_seconds")) {
            registry.scrape(PREFIX.concat(name)::equals).forEach(snapshot -> ((GaugeSnapshot) snapshot)
                    .getDataPoints()
                    .forEach(point -> numbers.put(name, point.getValue())));
        }
        return numbers;
    }

    @Test
    void numbersAreThoseThatKubectlPrints() {
        read("412m", "350m", new Signal.Value(0.412, Duration.ofMillis(1500)));
        assertEquals("{age_seconds=1.5, reading=0.412, target=0.35}", numbers().toString());
        read("12 (avg)", "10 (avg)", new Signal.Value(48, Duration.ZERO));
        assertEquals("{age_seconds=0.0, reading=12.0, target=10.0}", numbers().toString());
        read("81%", "80%", new Signal.Value(81, Duration.ZERO));
        assertEquals("{age_seconds=0.0, reading=81.0, target=80.0}", numbers().toString());
    }

    @Test
    void aMetricThatHasNoNumberAnyMoreHasNoSeriesEither() {
        read("412m", "350m", new Signal.Value(0.412, Duration.ZERO));
        read("<unknown>", "350m", new Signal.Absent("no such series"));
        assertEquals("{target=0.35}", numbers().toString());
        read("<unknown>", "350m", new Signal.Stale(Duration.ofMinutes(5)));
        assertEquals("{age_seconds=300.0, target=0.35}", numbers().toString());
    }
}

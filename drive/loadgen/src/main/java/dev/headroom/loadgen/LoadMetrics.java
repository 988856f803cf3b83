package dev.headroom.loadgen;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;

/// What load tests tell about themselves on a metrics page, for as many runs as there are, one after the other:
/// `headroom_load_arrivals_total`, `headroom_load_requests_total{outcome}`, the histogram
/// `headroom_load_latency_seconds` and `headroom_load_users`.
public final class LoadMetrics {

    private static final double[] BUCKETS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30
    };

    private final Counter arrivals;
    private final Map<Outcome, CounterDataPoint> requests = new EnumMap<>(Outcome.class);
    private final Histogram latency;
    private final Gauge users;

    /// Registers the metrics; a registry takes them once.
    public LoadMetrics(PrometheusRegistry registry) {
        arrivals = Counter.builder()
                .name("headroom_load_arrivals_total")
                .help("Requests that became due, sent or not.")
                .register(registry);
        var ended = Counter.builder()
                .name("headroom_load_requests_total")
                .help("Requests that ended, by outcome.")
                .labelNames("outcome")
                .register(registry);
        for (var outcome : Outcome.values()) {
            requests.put(outcome, ended.labelValues(outcome.label()));
        }
        latency = Histogram.builder()
                .name("headroom_load_latency_seconds")
                .help("Time from when a request was due to the end of its answer, or to its timeout.")
                .classicOnly()
                .classicUpperBounds(BUCKETS)
                .register(registry);
        users = Gauge.builder()
                .name("headroom_load_users")
                .help("Users that have started; zero in an open loop.")
                .register(registry);
    }

    void arrived() {
        arrivals.inc();
    }

    void ended(Outcome outcome, double seconds) {
        var counter = requests.get(outcome);
        if (counter != null) {
            counter.inc();
        }
        if (outcome.timed()) {
            latency.observe(seconds);
        }
    }

    void users(int started) {
        users.set(started);
    }
}

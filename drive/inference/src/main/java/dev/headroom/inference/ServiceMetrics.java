package dev.headroom.inference;

import dev.headroom.exposition.PageFormat;
import dev.headroom.exposition.PageWriter;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The metrics of a replica, of both generations of the service: `inference_*` and `http_*`, and those of its process.
///
/// Every series that a query of an autoscaler reads exists from the first scrape on, at zero: a `rate` then sees the
/// first request, and "no series" always means that something is broken.
final class ServiceMetrics {

    private static final double[] INFERENCE_BUCKETS = {
        0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.75, 1, 2.5, 5, 10
    };

    /// Finer around 0.35, the objective that these users have.
    private static final double[] DURATION_BUCKETS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.325, 0.35, 0.375, 0.4, 0.5, 0.75, 1, 2.5, 5, 10
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private final Histogram inferenceLatency = Histogram.builder()
            .name("inference_latency_seconds")
            .help("Time from the arrival of a prediction to its answer, in seconds.")
            .classicOnly()
            .classicUpperBounds(INFERENCE_BUCKETS)
            .register(registry);

    private final Gauge queueLength = Gauge.builder()
            .name("inference_queue_len")
            .help("Predictions that wait beyond PREDICT_MAX_CONCURRENCY.")
            .register(registry);

    private final Histogram requestDuration = Histogram.builder()
            .name("http_request_duration_seconds")
            .help("Time from the head of a request to its answer, in seconds.")
            .labelNames("method", "endpoint", "status")
            .classicOnly()
            .classicUpperBounds(DURATION_BUCKETS)
            .register(registry);

    private final Gauge inFlight = Gauge.builder()
            .name("http_requests_in_flight")
            .help("Requests that wait for their answer, running and queued.")
            .labelNames("method", "endpoint")
            .register(registry);

    private final Counter requests = Counter.builder()
            .name("http_requests_total")
            .help("Requests that were answered.")
            .labelNames("method", "endpoint", "status")
            .register(registry);

    private final Counter errors = Counter.builder()
            .name("http_request_errors_total")
            .help("Requests that were answered with an error, by its code.")
            .labelNames("error_type")
            .register(registry);

    ServiceMetrics() {
        ProcessMetrics.register(registry);
        for (var endpoint : Endpoint.values()) {
            if (endpoint != Endpoint.OTHER) {
                inFlight(endpoint.method(), endpoint);
                requestDuration.labelValues(endpoint.method(), endpoint.path(), "200");
                requests.labelValues(endpoint.method(), endpoint.path(), "200");
            }
        }
        for (var code : ErrorCode.values()) {
            errors.labelValues(code.word());
            if (code != ErrorCode.NOT_FOUND && code != ErrorCode.METHOD_NOT_ALLOWED) {
                requests.labelValues("POST", Endpoint.PREDICT.path(), Integer.toString(code.status()));
            }
        }
        requests.labelValues("GET", Endpoint.HEALTHZ.path(), "503");
    }

    /// The gauge of requests that wait for their answer.
    GaugeDataPoint inFlight(String method, Endpoint endpoint) {
        return inFlight.labelValues(method, endpoint.path());
    }

    /// A request was answered.
    void answered(String method, Endpoint endpoint, int status, double seconds) {
        var code = Integer.toString(status);
        requestDuration.labelValues(method, endpoint.path(), code).observe(seconds);
        requests.labelValues(method, endpoint.path(), code).inc();
        if (endpoint == Endpoint.PREDICT && status == 200) {
            inferenceLatency.observe(seconds);
        }
    }

    void failed(ErrorCode code) {
        errors.labelValues(code.word()).inc();
    }

    void queueLength(int length) {
        queueLength.set(length);
    }

    byte[] page(PageFormat format) {
        return PageWriter.write(format, registry.scrape());
    }

    /// What happened so far, for people.
    byte[] summary(int inFlight, int queued) {
        var predictions = new LatencySummary(inferenceLatency.collect().getDataPoints().getFirst());
        return JsonWriter.object(json -> {
            json.writeStringProperty("service", "inference-api");
            json.writeStringProperty("model", ForecastModel.NAME);
            json.writeNumberProperty("in_flight", inFlight);
            json.writeNumberProperty("queue_length", queued);
            json.writeObjectPropertyStart("inference_latency_seconds");
            predictions.write(json);
            json.writeEndObject();
            json.writeArrayPropertyStart("http_requests_total");
            for (var point : requests.collect().getDataPoints()) {
                if (point.getValue() > 0) {
                    json.writeStartObject();
                    point.getLabels().forEach(label -> json.writeStringProperty(label.getName(), label.getValue()));
                    json.writeNumberProperty("count", (long) point.getValue());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("http_request_errors_total");
            for (var point : errors.collect().getDataPoints()) {
                if (point.getValue() > 0) {
                    json.writeNumberProperty(point.getLabels().get("error_type"), (long) point.getValue());
                }
            }
            json.writeEndObject();
        });
    }
}

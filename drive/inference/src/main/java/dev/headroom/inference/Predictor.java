package dev.headroom.inference;

import ai.onnxruntime.OrtException;
import dev.headroom.inference.EventLog.Event;
import dev.headroom.timeline.Timeline;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Takes predictions from the event loop through the line and the model threads back to the event loop. Lives on the
/// event loop; only [#run] is on a model thread.
final class Predictor {

    private static final int MAX_RETRY_SECONDS = 60;
    private static final double NEWEST_WEIGHT = 0.1;

    private final InferenceConfig config;
    private final Context eventLoop;
    private final Timeline timeline;
    private final ServiceMetrics metrics;
    private final EventLog log;
    private final PredictQueue<Prediction> queue;
    private final AtomicLong ids = new AtomicLong();
    private @Nullable ModelThreads threads;
    /// Model time of a prediction, an average that forgets, in seconds.
    private double usualSeconds;

    Predictor(InferenceConfig config, Context eventLoop, Instruments instruments) {
        this.config = config;
        this.eventLoop = eventLoop;
        this.timeline = instruments.timeline();
        this.metrics = instruments.metrics();
        this.log = instruments.log();
        this.queue = new PredictQueue<>(config.maxConcurrency(), config.queueLimit(), this::start);
    }

    /// The model is warm: predictions are let in from now on.
    void open(ModelThreads warm) {
        threads = warm;
    }

    /// Predictions in the line, beyond those that are active.
    int queued() {
        return queue.queued();
    }

    /// Predictions that wait for an answer.
    int inFlight() {
        return queue.active() + queue.queued();
    }

    /// Reads a request and lets it in, or answers why not.
    void predict(Exchange exchange, byte[] body) {
        if (threads == null) {
            exchange.refuse(ErrorCode.NOT_READY, "the model is still loading; try again later", 1);
            return;
        }
        var id = requestId(exchange);
        long began = timeline.nanos();
        PredictRequest request;
        try {
            request = PredictRequestReader.read(body);
        } catch (RequestException wrong) {
            log.write(Event.PREDICT_INLINE_ERROR, json -> {
                json.writeStringProperty("req_id", id);
                error(json, wrong.code().word(), wrong.text());
            });
            exchange.fail(wrong);
            return;
        }
        long ready = timeline.nanos();
        var prediction = new Prediction(id, exchange, request, ready - began, ready);
        if (!queue.offer(prediction)) {
            exchange.refuse(
                    ErrorCode.QUEUE_FULL,
                    "expected at most " + (config.maxConcurrency() + config.queueLimit())
                            + " predictions at once (PREDICT_MAX_CONCURRENCY + PREDICT_QUEUE_LIMIT), got more;"
                            + " try again later",
                    retryAfterSeconds());
            return;
        }
        metrics.queueLength(queue.queued());
        exchange.whenGone(() -> {
            queue.abandon(prediction);
            metrics.queueLength(queue.queued());
        });
    }

    private String requestId(Exchange exchange) {
        var given = exchange.request().getHeader("X-Request-Id");
        return given == null ? Long.toString(ids.incrementAndGet()) : ErrorText.shortened(given);
    }

    private void start(Prediction prediction) {
        var warm = threads;
        if (warm == null) {
            throw new IllegalStateException("a prediction was let in before the model was ready");
        }
        int active = queue.active();
        warm.execute(forecaster -> run(prediction, forecaster, active));
    }

    /// On a model thread.
    private void run(Prediction prediction, Forecaster forecaster, int active) {
        long began = timeline.nanos();
        byte[] answer = null;
        if (!prediction.exchange().isGone()) {
            logStart(prediction, began, active);
            try {
                answer = JsonWriter.forecast(forecaster.forecast(prediction.request()));
            } catch (OrtException | RuntimeException | OutOfMemoryError failure) {
                log.write(Event.PREDICT_INLINE_ERROR, json -> {
                    json.writeStringProperty("req_id", prediction.id());
                    error(json, ErrorCode.INTERNAL.word(), failure.toString());
                });
            }
        }
        var body = answer;
        double seconds = (timeline.nanos() - began) / 1e9;
        eventLoop.runOnContext(_ -> finish(prediction, body, seconds));
    }

    private void finish(Prediction prediction, byte @Nullable [] body, double seconds) {
        if (body != null) {
            usualSeconds += (seconds - usualSeconds) * (usualSeconds == 0 ? 1 : NEWEST_WEIGHT);
            prediction.exchange().answerJson(200, body);
        } else {
            prediction.exchange().fail(ErrorCode.INTERNAL, "the model failed; the log of the service says why", "");
        }
        queue.finished();
        metrics.queueLength(queue.queued());
    }

    /// When the line in front of a newcomer will be half done, as far as the last predictions tell.
    private long retryAfterSeconds() {
        double seconds = usualSeconds * inFlight() / config.modelThreads() / 2;
        return Math.clamp((long) Math.ceil(seconds), 1, MAX_RETRY_SECONDS);
    }

    private void logStart(Prediction prediction, long began, int active) {
        log.write(Event.PREDICT_INLINE_START, json -> {
            json.writeStringProperty("req_id", prediction.id());
            json.writeNumberProperty("rows", prediction.request().rows());
            json.writeNumberProperty("inference_length", prediction.request().inferenceLength());
            json.writeNumberProperty("active_workers", active);
            json.writeNumberProperty("concurrency_limit", config.maxConcurrency());
            json.writeNumberProperty("wait_ms", millis(began - prediction.readyNanos()));
            json.writeNumberProperty("prep_ms", millis(prediction.prepNanos()));
        });
    }

    private static void error(JsonGenerator json, String type, String message) {
        json.writeStringProperty("error_type", type);
        json.writeStringProperty("error", message);
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}

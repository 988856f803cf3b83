package dev.headroom.inference;

import dev.headroom.timeline.Timeline;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/// One request on its way to its one answer, counted from its first moment to its last. Lives on the event loop, but
/// for [#isGone()].
final class Exchange {

    private static final CharSequence APPLICATION_JSON = HttpHeaders.createOptimized("application/json");

    private final HttpServerRequest request;
    private final Endpoint endpoint;
    private final ServiceMetrics metrics;
    private final Timeline timeline;
    private final OpenExchanges open;
    private final String method;
    private final GaugeDataPoint inFlight;
    private final long startNanos;
    private Runnable whenGone = () -> {};
    private boolean closesConnection;
    private volatile boolean ended;

    private Exchange(HttpServerRequest request, Endpoint endpoint, Instruments instruments, OpenExchanges open) {
        this.request = request;
        this.endpoint = endpoint;
        this.metrics = instruments.metrics();
        this.timeline = instruments.timeline();
        this.open = open;
        this.startNanos = timeline.nanos();
        this.method = methodLabel(request.method().name());
        this.inFlight = metrics.inFlight(method, endpoint);
    }

    /// Begins the exchange of a request that just arrived.
    static Exchange open(HttpServerRequest request, Endpoint endpoint, Instruments instruments, OpenExchanges open) {
        var exchange = new Exchange(request, endpoint, instruments, open);
        exchange.inFlight.inc();
        open.opened(exchange);
        request.response().closeHandler(_ -> exchange.connectionClosed());
        return exchange;
    }

    /// Runs when the client goes away before its answer.
    void whenGone(Runnable task) {
        whenGone = task;
    }

    /// The connection ends with this answer: the replica is about to stop.
    void closeConnection() {
        closesConnection = true;
    }

    HttpServerRequest request() {
        return request;
    }

    /// Whether there is nobody left to answer: the client closed the connection, or has its answer.
    boolean isGone() {
        return ended;
    }

    void answerJson(int status, byte[] body) {
        answer(status, APPLICATION_JSON, body);
    }

    void answer(int status, CharSequence contentType, byte[] body) {
        if (ended) {
            return;
        }
        var response = request.response();
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        if (closesConnection) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        end(status);
        if (method.equals("HEAD")) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
            response.end();
        } else {
            response.end(Buffer.buffer(body));
        }
    }

    void fail(RequestException wrong) {
        fail(wrong.code(), wrong.text(), wrong.field());
    }

    void fail(ErrorCode code, String message, String field) {
        if (!ended) {
            metrics.failed(code);
            answerJson(code.status(), JsonWriter.error(code, message, field));
        }
    }

    /// Answers 503 or 429: the client may try again after some seconds.
    void refuse(ErrorCode code, String message, long retryAfterSeconds) {
        if (!ended) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
            fail(code, message, "");
        }
    }

    private void connectionClosed() {
        if (!ended) {
            metrics.failed(ErrorCode.CLIENT_CLOSED_REQUEST);
            end(ErrorCode.CLIENT_CLOSED_REQUEST.status());
            whenGone.run();
        }
    }

    private void end(int status) {
        ended = true;
        inFlight.dec();
        open.closed(this);
        metrics.answered(method, endpoint, status, (timeline.nanos() - startNanos) / 1e9);
    }

    private static String methodLabel(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
            default -> "other";
        };
    }
}

package dev.headroom.inference;

import dev.headroom.exposition.ContentType;
import dev.headroom.exposition.PageFormat;
import dev.headroom.inference.EventLog.Event;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/// Who answers which path. Lives on the event loop, where nothing waits: a busy model never delays `/healthz` or
/// `/prometheus`.
final class Routes {

    private final Vertx vertx;
    private final Instruments instruments;
    private final OpenExchanges open;
    private final Predictor predictor;
    private final Supplier<Health> health;

    Routes(
            Vertx vertx,
            Instruments instruments,
            OpenExchanges open,
            Predictor predictor,
            Supplier<Health> health) {
        this.vertx = vertx;
        this.instruments = instruments;
        this.open = open;
        this.predictor = predictor;
        this.health = health;
    }

    void route(HttpServerRequest request) {
        var path = request.path();
        var endpoint = path == null ? Endpoint.OTHER : Endpoint.of(path);
        var exchange = Exchange.open(request, endpoint, instruments, open);
        instruments.log().write(Event.HTTP_REQUEST_IN, json -> {
            json.writeStringProperty("method", request.method().name());
            json.writeStringProperty("path", ErrorText.shortened(String.valueOf(path)));
            json.writeStringProperty("remote", String.valueOf(request.remoteAddress()));
        });
        if (health.get().state() == Health.State.STOPPING) {
            exchange.closeConnection();
        }
        if (endpoint != Endpoint.OTHER && !endpoint.allows(request.method().name())) {
            request.response().putHeader(HttpHeaders.ALLOW, endpoint.allow());
            exchange.fail(
                    ErrorCode.METHOD_NOT_ALLOWED,
                    "expected " + endpoint.allow() + " for " + endpoint.path() + ", got "
                            + ErrorText.shortened(request.method().name()),
                    "");
            return;
        }
        switch (endpoint) {
            case PREDICT -> PredictBody.read(vertx, exchange, body -> predictor.predict(exchange, body));
            case HEALTHZ -> healthz(exchange);
            case PROMETHEUS -> page(exchange);
            case METRICS -> {
                switch (MetricsFormat.accepted(accept(request))) {
                    case JSON -> summary(exchange);
                    case PAGE -> page(exchange);
                }
            }
            case OTHER ->
                exchange.fail(
                        ErrorCode.NOT_FOUND,
                        "expected /predict, /healthz, /metrics or /prometheus, got "
                                + ErrorText.shortened(String.valueOf(path)),
                        "");
        }
    }

    private void healthz(Exchange exchange) {
        var now = health.get();
        exchange.answerJson(now.status(), now.body(predictor.queued()));
    }

    private void summary(Exchange exchange) {
        exchange.answerJson(200, instruments.metrics().summary(predictor.inFlight(), predictor.queued()));
    }

    private void page(Exchange exchange) {
        PageFormat format = ContentType.accepted(accept(exchange.request()));
        exchange.answer(200, format.contentType(), instruments.metrics().page(format));
    }

    private static String accept(HttpServerRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept == null ? "" : accept;
    }
}

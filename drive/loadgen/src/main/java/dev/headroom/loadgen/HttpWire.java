package dev.headroom.loadgen;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 over Vert.x, connections kept alive, one request at a time on each.
final class HttpWire implements Wire {

    private final HttpClient client;
    private final List<LoadRequest> mix;
    private final List<RequestOptions> options;
    private final Landing landing;

    HttpWire(Vertx vertx, List<LoadRequest> mix, int connections, Landing landing) {
        this.mix = mix;
        this.landing = landing;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setPipelining(false)
                        .setKeepAlive(true)
                        .setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(-1));
        this.options = mix.stream().map(HttpWire::options).toList();
    }

    private static RequestOptions options(LoadRequest request) {
        var options = new RequestOptions()
                .setHost(request.url().getHost())
                .setPort(request.port())
                .setSsl(request.secure())
                .setURI(request.target())
                .setMethod(HttpMethod.valueOf(request.method()));
        request.headers().forEach(options::putHeader);
        return options;
    }

    @Override
    public void send(Flight flight) {
        var exchange = new Exchange(flight);
        flight.carrier = exchange;
        client.request(options.get(flight.request)).onComplete(exchange::request, exchange::fail);
    }

    @Override
    public void abandon(Flight flight) {
        if (flight.carrier instanceof Exchange exchange) {
            flight.carrier = null;
            exchange.reset();
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private final class Exchange {

        private final Flight flight;
        private @Nullable HttpClientRequest request;

        Exchange(Flight flight) {
            this.flight = flight;
        }

        private boolean current() {
            return flight.carrier == this;
        }

        void request(HttpClientRequest made) {
            request = made;
            if (!current()) {
                reset();
                return;
            }
            made.response().onComplete(this::response, this::fail);
            var body = mix.get(flight.request).body();
            if (body.length() == 0) {
                made.end();
            } else {
                made.end(body);
            }
        }

        private void response(HttpClientResponse response) {
            response.exceptionHandler(this::fail);
            response.endHandler(end -> {
                if (current()) {
                    flight.carrier = null;
                    landing.answered(flight, response.statusCode());
                }
            });
        }

        private void fail(Throwable failure) {
            if (current()) {
                flight.carrier = null;
                landing.failed(flight, Broken.outcome(failure), Broken.detail(failure));
            }
        }

        void reset() {
            if (request != null) {
                request.reset();
            }
        }
    }
}

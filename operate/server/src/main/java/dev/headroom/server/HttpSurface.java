package dev.headroom.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one HTTP server: sends each request to the part whose path prefix is the longest that fits.
public final class HttpSurface {

    private static final Logger LOG = LoggerFactory.getLogger(HttpSurface.class);

    /// One part of the surface. Called on the event loop: what may take time moves to a thread of its own.
    public interface Part {
        void handle(HttpServerRequest request);
    }

    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Vertx vertx;

    public HttpSurface(Vertx vertx) {
        this.vertx = vertx;
    }

    /// Serves everything below `prefix`; a prefix that does not end in `/` is one exact path.
    public HttpSurface serve(String prefix, Part part) {
        parts.put(prefix, part);
        return this;
    }

    /// Starts to listen.
    ///
    /// @throws AddressTakenException when the address is not free
    public HttpServer listen(String host, int port) {
        var server = vertx.createHttpServer(new HttpServerOptions()
                .setMaxInitialLineLength(64 << 10)
                .setCompressionSupported(true)
                .setIdleTimeout(300)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
        server.connectionHandler(connection -> connection.exceptionHandler(
                failure -> LOG.debug("{}: {}", connection.remoteAddress(), failure.toString())));
        server.requestHandler(this::route);
        try {
            return server.listen(port, host).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | CompletionException failure) {
            if (failure.getCause() instanceof BindException bind) {
                throw new AddressTakenException(host + ":" + port, String.valueOf(bind.getMessage()));
            }
            throw new IllegalStateException("cannot listen at " + host + ":" + port, failure.getCause());
        } catch (TimeoutException failure) {
            throw new IllegalStateException("listening at " + host + ":" + port + " took more than 10 s", failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", failure);
        }
    }

    private void route(HttpServerRequest request) {
        request.exceptionHandler(failure -> LOG.debug("client of {} gone: {}", request.path(), failure.toString()));
        var path = Objects.requireNonNullElse(request.path(), "/");
        Part best = null;
        int length = -1;
        for (var entry : parts.entrySet()) {
            var prefix = entry.getKey();
            boolean fits = prefix.endsWith("/") ? path.startsWith(prefix) : path.equals(prefix);
            if (fits && prefix.length() > length) {
                best = entry.getValue();
                length = prefix.length();
            }
        }
        if (best == null) {
            request.response().setStatusCode(404).end("no such path: " + path + "\n");
        } else {
            best.handle(request);
        }
    }
}

package dev.headroom.apiserver;

import dev.headroom.apiserver.Authenticator.Shown;
import dev.headroom.metricsapi.ApiAnswer;
import dev.headroom.metricsapi.ApiRequest;
import dev.headroom.metricsapi.MetricsApis;
import dev.headroom.metricsapi.Status;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTPS server: takes requests apart, holds the limits, and answers each on a virtual thread.
final class ApiServer {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private final Vertx vertx;
    private final Limits limits;
    private final Answering behind;
    private final ServingKeys keys;
    private final Semaphore inFlight;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    ApiServer(Vertx vertx, Limits limits, Answering behind, ServingKeys keys) {
        this.vertx = vertx;
        this.limits = limits;
        this.behind = behind;
        this.keys = keys;
        this.inFlight = new Semaphore(limits.requestsInFlight());
        this.server = vertx.createHttpServer(options());
        server.requestHandler(this::take);
        server.invalidRequestHandler(this::refuseMalformed);
        server.connectionHandler(connection -> connection.exceptionHandler(
                failure -> LOG.debug("{}: {}", connection.remoteAddress(), failure.toString())));
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(KeyCertOptions.wrap(keys))
                .setTrustOptions(TrustOptions.wrap(new ServingKeys.AnyClient()))
                .setClientAuth(ClientAuth.REQUEST)
                .setMaxInitialLineLength(limits.urlBytes())
                .setMaxHeaderSize(limits.headerBytes())
                .setInitialSettings(new Http2Settings().setMaxHeaderListSize(limits.headerBytes()))
                .setIdleTimeout(300)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /// Listens, and says at which port.
    int listen(String host, int port) {
        return server.listen(port, host).await().actualPort();
    }

    private void take(HttpServerRequest request) {
        var reply = new Reply(request);
        request.exceptionHandler(gone -> LOG.debug("client of {} gone: {}", request.path(), gone.toString()));
        ApiRequest asked;
        try {
            asked = asked(request);
        } catch (IllegalArgumentException wrong) {
            var path = new ApiRequest(request.method().name(), "/", "", Map.of());
            reply.send(MetricsApis.status(path, Status.badRequest("invalid request path: " + wrong.getMessage())));
            return;
        }
        if (announcesTooMuch(request)) {
            refuseBody(asked, reply);
            return;
        }
        boolean open = behind.isOpen(asked);
        if (!open && !inFlight.tryAcquire()) {
            watchBody(request, asked, reply, _ -> {});
            refuse(asked, reply, 429, "TooManyRequests", "requestsInFlight",
                    "Too many requests, please try again later.");
            return;
        }
        var body = Buffer.buffer();
        watchBody(request, asked, reply, behind.readsBody() ? body::appendBuffer : _ -> {});
        var begun = new AtomicBoolean();
        long timer = vertx.setTimer(limits.requestTimeout().toMillis(), _ -> {
            refuse(
                    asked, reply, 504, "Timeout", "requestTimeout",
                    "Timeout: request did not complete within the allotted timeout");
            // The rest of its body never came.
            if (begun.compareAndSet(false, true) && !open) {
                inFlight.release();
            }
        });
        var shown = shown(request);
        Runnable answering = () -> {
            if (begun.compareAndSet(false, true)) {
                threads.execute(() -> answer(new Asked(asked, shown, body, reply), timer, open));
            }
        };
        if (behind.readsBody()) {
            request.endHandler(_ -> answering.run());
        } else {
            answering.run();
        }
    }

    private record Asked(ApiRequest request, Shown shown, Buffer body, Reply reply) {}

    private void answer(Asked asked, long timer, boolean open) {
        var request = asked.request();
        try {
            var body = asked.body().getBytes();
            asked.reply().send(behind.answer(request, asked.shown(), body, asked.reply().peer()));
        } catch (RuntimeException defect) {
            LOG.error("{} {}", request.method(), request.path(), defect);
            asked.reply().send(MetricsApis.status(request, Status.internalError("a defect, see the log")));
        } finally {
            vertx.cancelTimer(timer);
            if (!open) {
                inFlight.release();
            }
        }
    }

    /// @throws IllegalArgumentException when the path is not well encoded
    private static ApiRequest asked(HttpServerRequest request) {
        var path = Objects.requireNonNullElse(request.path(), "/").replace("+", "%2B");
        var headers = new LinkedHashMap<String, String>();
        request.headers().forEach(each -> headers.merge(
                each.getKey().toLowerCase(java.util.Locale.ROOT), each.getValue(), (one, two) -> one + "," + two));
        if (request.authority() != null) {
            headers.put("host", request.authority().toString());
        }
        return new ApiRequest(
                request.method().name(),
                URLDecoder.decode(path, StandardCharsets.UTF_8),
                Objects.requireNonNullElse(request.query(), ""),
                headers);
    }

    /// A body that is too long is not even waited for.
    private boolean announcesTooMuch(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        return length != null && length.matches("\\d+") && (length.length() > 9
                || Integer.parseInt(length) > limits.bodyBytes());
    }

    private void watchBody(HttpServerRequest request, ApiRequest asked, Reply reply, Consumer<Buffer> into) {
        var got = new long[1];
        request.handler(buffer -> {
            got[0] += buffer.length();
            if (got[0] > limits.bodyBytes()) {
                refuseBody(asked, reply);
                request.connection().close();
            } else {
                into.accept(buffer);
            }
        });
    }

    private void refuseBody(ApiRequest asked, Reply reply) {
        refuse(asked, reply, 413, "RequestEntityTooLarge", "bodyBytes",
                "Request entity too large: limit is " + limits.bodyBytes());
    }

    private static void refuse(
            ApiRequest asked, Reply reply, int status, String reason, String limit, String message) {
        if (reply.send(MetricsApis.status(asked, Status.limited(status, reason, limit, message)))) {
            Gate.refused(asked, reply.peer(), "", status, "limit " + limit);
        }
    }

    /// What could not even be read: a line or headers beyond their limits, or no HTTP.
    private void refuseMalformed(HttpServerRequest request) {
        var asked = new ApiRequest(String.valueOf(request.method()), "/", "", Map.of());
        var reply = new Reply(request);
        var cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(asked, reply, 414, "RequestURITooLong", "urlBytes",
                    "the request's first line is too long: limit is " + limits.urlBytes());
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(asked, reply, 431, "RequestHeaderFieldsTooLarge", "headerBytes",
                    "the request's headers are too long: limit is " + limits.headerBytes());
        } else {
            reply.send(ApiAnswer.of(Status.badRequest("expected an HTTP request")));
        }
        request.connection().close();
    }

    private static Shown shown(HttpServerRequest request) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        request.headers().forEach(each -> headers.add(Map.entry(each.getKey(), each.getValue())));
        return new Shown(certificates(request), headers);
    }

    private static List<X509Certificate> certificates(HttpServerRequest request) {
        var session = request.sslSession();
        if (session == null) {
            return List.of();
        }
        try {
            var certificates = new ArrayList<X509Certificate>();
            for (var each : session.getPeerCertificates()) {
                if (each instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
            return certificates;
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
    }

    /// The one answer to a request: whoever is first sends it.
    private static final class Reply {

        private final HttpServerRequest request;
        private final AtomicBoolean sent = new AtomicBoolean();

        Reply(HttpServerRequest request) {
            this.request = request;
        }

        String peer() {
            return String.valueOf(request.remoteAddress());
        }

        boolean send(ApiAnswer answer) {
            if (!sent.compareAndSet(false, true)) {
                return false;
            }
            var response = request.response();
            response.setStatusCode(answer.status());
            if (!answer.contentType().isEmpty()) {
                response.putHeader("Content-Type", answer.contentType());
            }
            answer.headers().forEach(response::putHeader);
            response.putHeader("Cache-Control", "no-cache, private");
            if (answer.status() == 429) {
                response.putHeader("Retry-After", "1");
            }
            response.end(answer.body());
            return true;
        }
    }

    /// Takes no new connections, and waits for the requests that are under way.
    ///
    /// @param patience how long
    void close(Duration patience) {
        var closing = server.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!inFlight.tryAcquire(limits.requestsInFlight(), patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("ended with {} requests under way", limits.requestsInFlight() - inFlight.availablePermits());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        closing.await();
        threads.shutdown();
    }
}

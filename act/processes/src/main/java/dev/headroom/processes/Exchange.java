package dev.headroom.processes;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request on its way through a Service, from the client's first byte to the last one back. Owned by the balancer's
/// event loop.
final class Exchange {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /// How often one request is given to a pod at most.
    private static final int MAX_ATTEMPTS = 4;

    /// The wait after every ready pod had the request without success.
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// Headers that speak of one connection only (RFC 9110, 7.6.1), and `Expect`, which is answered here.
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect");

    private static final Set<HttpMethod> IDEMPOTENT = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private final Balancer balancer;
    private final HttpServerRequest client;
    private final Set<Backend> tried = new HashSet<>();
    private Optional<Buffer> held = Optional.empty();
    private Optional<HttpClientRequest> upstream = Optional.empty();
    private long waitTimer = -1;
    private int attempts;
    private boolean gone;
    private boolean over;

    Exchange(Balancer balancer, HttpServerRequest client) {
        this.balancer = balancer;
        this.client = client;
    }

    void begin() {
        balancer.traffic().begun();
        client.response().endHandler(_ -> over());
        client.exceptionHandler(failure -> LOG.debug("client of {}: {}", client.uri(), failure.toString()));
        client.response().exceptionHandler(_ -> clientGone());
        client.response().closeHandler(_ -> clientGone());
        var protocol = client.getHeader("Upgrade");
        if (protocol != null && !protocol.equalsIgnoreCase("h2c")) {
            answer(501, "expected an HTTP request, got an upgrade to " + protocol
                    + ", which a Service here does not carry");
            return;
        }
        if (mayHold()) {
            client.body()
                    .onSuccess(body -> {
                        held = Optional.of(body);
                        attempt();
                    })
                    .onFailure(_ -> clientGone());
        } else {
            client.pause();
            attempt();
        }
    }

    private boolean mayHold() {
        var length = client.getHeader("Content-Length");
        if (length != null) {
            return length.matches("\\d{1,9}")
                    && Integer.parseInt(length) <= balancer.policy().limits().maxBufferedBytes();
        }
        return client.getHeader("Transfer-Encoding") == null;
    }

    /// Gives the request to a pod, or lets it wait for one.
    void attempt() {
        stopTimer();
        if (gone) {
            return;
        }
        var chosen = balancer.choose(tried);
        if (chosen.isEmpty() && !tried.isEmpty()) {
            tried.clear();
            balancer.vertx().setTimer(PAUSE.toMillis(), _ -> attempt());
            return;
        }
        if (chosen.isEmpty()) {
            await();
            return;
        }
        attempts++;
        send(chosen.get());
    }

    private void await() {
        if (!balancer.admitsWaiting(this)) {
            refuse("limit exceeded: requests waiting, at most " + balancer.policy().limits().maxQueued());
            return;
        }
        waitTimer = balancer.vertx().setTimer(balancer.waitMillis(), _ -> {
            balancer.leaves(this);
            refuse("no pod became ready within "
                    + balancer.policy().limits().queueTimeout().toSeconds() + " s");
        });
    }

    /// Ends the wait with a refusal, because the Service goes away.
    void stopWaiting() {
        balancer.leaves(this);
        refuse("the Service is closing");
    }

    private void stopTimer() {
        if (waitTimer >= 0) {
            balancer.vertx().cancelTimer(waitTimer);
            waitTimer = -1;
        }
    }

    private void send(Backend backend) {
        backend.taken();
        tried.add(backend);
        var options = new RequestOptions()
                .setMethod(client.method())
                .setHost(backend.address().host())
                .setPort(backend.address().port())
                .setURI(client.uri())
                .setIdleTimeout(balancer.policy().limits().responseTimeout().toMillis())
                .setConnectTimeout(CONNECT_TIMEOUT.toMillis());
        balancer.client().request(options).onComplete(connected -> {
            if (connected.failed()) {
                backend.released();
                balancer.unreachable(backend);
                again(connected.cause());
                return;
            }
            var request = connected.result();
            upstream = Optional.of(request);
            if (gone) {
                backend.released();
                request.reset();
                return;
            }
            copy(client.headers(), request.headers());
            request.putHeader("Host", hostOf(client));
            pass(request).onComplete(answered -> {
                if (answered.failed()) {
                    backend.released();
                    lost(backend, answered.cause());
                } else {
                    relay(answered.result()).onComplete(_ -> backend.released());
                }
            });
        });
    }

    private Future<HttpClientResponse> pass(HttpClientRequest request) {
        if (held.isPresent()) {
            var body = held.get();
            return body.length() == 0 && client.getHeader("Content-Length") == null
                    ? request.send()
                    : request.send(body);
        }
        if (client.getHeader("Content-Length") == null) {
            request.setChunked(true);
        }
        return request.send(client);
    }

    /// The pod had the request and gave no answer.
    private void lost(Backend backend, Throwable failure) {
        upstream = Optional.empty();
        if (gone) {
            return;
        }
        if (failure instanceof TimeoutException) {
            fail(504, backend, "was silent for "
                    + balancer.policy().limits().responseTimeout().toSeconds() + " s");
            return;
        }
        balancer.unreachable(backend);
        boolean twice = held.isPresent()
                && (IDEMPOTENT.contains(client.method()) || balancer.policy().retryNonIdempotent());
        if (twice) {
            again(failure);
        } else {
            fail(502, backend, "ended with the request (" + failure.getMessage() + ")");
        }
    }

    private void again(Throwable failure) {
        if (gone) {
            return;
        }
        if (attempts >= MAX_ATTEMPTS) {
            balancer.traffic().countFailed();
            answer(502, attempts + " pods in a row could not take the request, the last one: " + failure.getMessage());
            return;
        }
        balancer.traffic().countRetried();
        attempt();
    }

    private Future<Void> relay(HttpClientResponse from) {
        var to = client.response();
        if (gone) {
            upstream.ifPresent(HttpClientRequest::reset);
            return Future.succeededFuture();
        }
        to.setStatusCode(from.statusCode()).setStatusMessage(from.statusMessage());
        copy(from.headers(), to.headers());
        balancer.traffic().countAnswered(from.statusCode());
        if (client.method().equals(HttpMethod.HEAD) || from.statusCode() == 204 || from.statusCode() == 304) {
            return to.end();
        }
        if (from.getHeader("Content-Length") == null) {
            to.setChunked(true);
        }
        return from.pipeTo(to).onFailure(_ -> {
            if (!gone) {
                balancer.traffic().countFailed();
                client.connection().close();
            }
        });
    }

    private static void copy(MultiMap from, MultiMap to) {
        var named = connectionHeaders(from);
        for (var header : from) {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !named.contains(name)) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /// The headers that `Connection` declares to belong to this hop.
    private static Set<String> connectionHeaders(MultiMap headers) {
        var names = new HashSet<String>();
        for (var value : headers.getAll("Connection")) {
            for (var name : value.split(",")) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static String hostOf(HttpServerRequest request) {
        var authority = request.authority();
        return authority == null ? "" : authority.toString();
    }

    private void over() {
        if (!over) {
            over = true;
            balancer.traffic().over();
        }
    }

    private void clientGone() {
        over();
        if (!gone && !client.response().ended()) {
            gone = true;
            stopTimer();
            balancer.leaves(this);
            upstream.ifPresent(HttpClientRequest::reset);
        }
    }

    private void refuse(String why) {
        balancer.traffic().countRefused();
        client.response().putHeader("Retry-After", "1");
        answer(503, why);
    }

    private void fail(int status, Backend backend, String why) {
        balancer.traffic().countFailed();
        answer(status, "pod " + backend.address().pod() + " " + why);
    }

    private void answer(int status, String why) {
        var response = client.response();
        if (gone || response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end("Service " + balancer.policy().service() + ": " + why + "\n");
        if (held.isEmpty()) {
            // What it still sends is not wanted.
            client.resume();
        }
    }
}

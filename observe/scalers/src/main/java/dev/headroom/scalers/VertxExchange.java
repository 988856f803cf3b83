package dev.headroom.scalers;

import dev.headroom.scalers.HttpExchange.HttpAnswer.NoAnswer;
import dev.headroom.scalers.HttpExchange.HttpAnswer.Page;
import dev.headroom.triggers.Reading.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends GETs over sockets. Connections are kept and shared by all scalers with the same settings of TLS.
final class VertxExchange implements HttpExchange, AutoCloseable {

    /// The largest answer that is read, `body_limit`.
    static final int BODY_LIMIT = 16 << 20;

    private static final int MAX_CONNECTIONS_PER_ADDRESS = 64;

    private final Vertx vertx;
    private final ConcurrentHashMap<Tls, HttpClient> clients = new ConcurrentHashMap<>();

    VertxExchange(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::close);
    }

    @Override
    public HttpAnswer get(HttpGet get) {
        var answer = new CompletableFuture<HttpAnswer>();
        try {
            send(get, answer);
            return answer.get(Math.max(1, get.timeout().toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return new NoAnswer(Failure.TIMEOUT, "no answer within " + get.timeout().toMillis() + " ms");
        } catch (ExecutionException failed) {
            return lost(failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new NoAnswer(Failure.OTHER, "interrupted");
        } catch (RuntimeException unusable) {
            return lost(unusable);
        } finally {
            answer.cancel(false);
        }
    }

    private void send(HttpGet get, CompletableFuture<HttpAnswer> answer) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(get.url().hostname())
                .setPort(get.url().port())
                .setSsl(get.url().isSecure())
                .setURI(get.url().target())
                .setConnectTimeout(Math.max(1, get.timeout().toMillis()))
                .setFollowRedirects(false)
                .putHeader("User-Agent", "Headroom");
        get.headers().forEach(header -> options.putHeader(header.name(), header.value()));
        client(get.tls())
                .request(options)
                .compose(sent -> {
                    var _ = answer.whenComplete((_, _) -> sent.reset());
                    return sent.send().onSuccess(response -> receive(get, sent, response, answer));
                })
                .onFailure(answer::completeExceptionally);
    }

    private static void receive(
            HttpGet get, HttpClientRequest sent, HttpClientResponse response, CompletableFuture<HttpAnswer> answer) {
        var body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > BODY_LIMIT) {
                answer.complete(new NoAnswer(
                        Failure.OTHER, "limit exceeded: answer larger than " + BODY_LIMIT + " bytes (body_limit)"));
                sent.reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(answer::completeExceptionally);
        response.endHandler(_ -> answer.complete(new Page(
                get.url(),
                response.statusCode(),
                Optional.ofNullable(response.getHeader("Location")),
                body.getBytes())));
    }

    private HttpClient client(Tls tls) {
        return clients.computeIfAbsent(tls, wanted -> {
            var options = new HttpClientOptions()
                    .setDecompressionSupported(true)
                    .setKeepAliveTimeout(90)
                    .setTrustAll(wanted.trustsAll())
                    .setVerifyHost(!wanted.trustsAll());
            Certificates.use(wanted, options);
            return vertx.httpClientBuilder()
                    .with(options)
                    .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS_PER_ADDRESS))
                    // A connection that breaks is seen by the request on it; an idle one that does is nobody's concern.
                    .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
                    .build();
        });
    }

    private static NoAnswer lost(Throwable failure) {
        return switch (failure) {
            case HttpClosedException _ ->
                new NoAnswer(Failure.RESET, "connection closed before the answer was complete");
            case UnknownHostException _ -> new NoAnswer(Failure.DNS, "no such host");
            case ConnectException refused when isTimeout(refused) ->
                new NoAnswer(Failure.TIMEOUT, "no connection in time");
            case ConnectException _ -> new NoAnswer(Failure.REFUSED, "connection refused");
            case SocketException reset -> new NoAnswer(Failure.RESET, oneLine(reset));
            default -> new NoAnswer(Failure.OTHER, oneLine(failure));
        };
    }

    private static boolean isTimeout(ConnectException failure) {
        return failure.getClass().getSimpleName().contains("Timeout");
    }

    private static String oneLine(Throwable failure) {
        var message = failure.getMessage();
        return (message == null ? failure.toString() : message).replaceAll("\\s*\\R\\s*", " ");
    }
}

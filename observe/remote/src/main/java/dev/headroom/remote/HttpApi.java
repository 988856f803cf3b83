package dev.headroom.remote;

import dev.headroom.discovery.HttpClients;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.PromqlException.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Sends forms to the HTTP API of a server and waits for the pages.
///
/// A form is posted, and sent as a query to a server (or a proxy in front of it) that does not take posts, as
/// Prometheus' own client does.
public final class HttpApi {

    /// The largest answer that is read, `body_limit`.
    static final int BODY_LIMIT = 64 << 20;

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_IMPLEMENTED = 501;

    private final HttpClients clients;
    private final ServerAddress address;
    private final Duration timeout;
    private volatile boolean takesPosts = true;

    /// @param timeout for a whole answer
    public HttpApi(HttpClients clients, ServerAddress address, Duration timeout) {
        this.clients = clients;
        this.address = address;
        this.timeout = timeout;
    }

    @Override
    public String toString() {
        return address.toString();
    }

    /// @param status of HTTP
    record Page(int status, Buffer body) {}

    /// A page with its status, whatever that is.
    ///
    /// @throws PromqlException when none comes
    Page post(String path, List<Parameter> parameters) {
        var form = parameters.stream()
                .map(each -> encoded(each.name()) + "=" + encoded(each.value()))
                .collect(Collectors.joining("&"));
        if (takesPosts) {
            var page = sent(HttpMethod.POST, path, form);
            if (page.status() != METHOD_NOT_ALLOWED && page.status() != NOT_IMPLEMENTED) {
                return page;
            }
            takesPosts = false;
        }
        return sent(HttpMethod.GET, path + "?" + form, "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Page sent(HttpMethod method, String path, String form) {
        var answer = new CompletableFuture<Page>();
        try {
            var options = HttpClients.request(address.url() + path, address.client())
                    .setMethod(method)
                    .setConnectTimeout(timeout.toMillis())
                    .putHeader("User-Agent", "Headroom")
                    .putHeader("Accept", "application/json");
            if (method.equals(HttpMethod.POST)) {
                options.putHeader("Content-Type", "application/x-www-form-urlencoded");
            }
            clients.of(address.client())
                    .request(options)
                    .compose(request -> {
                        var _ = answer.whenComplete((_, _) -> request.reset());
                        return request.send(form).onSuccess(response -> receive(response, answer));
                    })
                    .onFailure(answer::completeExceptionally);
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new PromqlException(
                    Kind.TIMEOUT, address + " gives no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException failed) {
            throw unavailable(Objects.requireNonNullElse(failed.getCause(), failed));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PromqlException(Kind.CANCELED, address + ": interrupted");
        } catch (RuntimeException unusable) {
            throw unavailable(unusable);
        } finally {
            answer.cancel(false);
        }
    }

    private static void receive(HttpClientResponse response, CompletableFuture<Page> answer) {
        var body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > BODY_LIMIT) {
                answer.completeExceptionally(new IllegalStateException(
                        "its answer is larger than " + BODY_LIMIT + " bytes (body_limit)"));
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(answer::completeExceptionally);
        response.endHandler(_ -> answer.complete(new Page(response.statusCode(), body)));
    }

    private PromqlException unavailable(Throwable failure) {
        return new PromqlException(Kind.UNAVAILABLE, address + " cannot be asked: " + words(failure));
    }

    private static String words(Throwable failure) {
        return switch (failure) {
            case UnknownHostException _ -> "there is no such host";
            case ConnectException _ -> "connection refused";
            default -> String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        };
    }
}

package dev.headroom.scrape;

import dev.headroom.discovery.HttpClients;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/// Gets pages over HTTP, many at a time on Vert.x' few threads; unpacks them on virtual threads.
///
/// Connections are kept between scrapes. A kept connection that the target closed just as it was used again is no
/// fault of the target, so such a request is sent once more. An answer is read to its end whatever its status is:
/// breaking it off would close a connection that may carry the scrape of another target by then.
public final class HttpPageFetcher implements PageFetcher, AutoCloseable {

    /// Of an answer that is no page, so many bytes are read to keep its connection (limit `error-page-size`).
    private static final int MAX_ERROR_BYTES = 64 << 10;

    private final HttpClients clients;

    public HttpPageFetcher(Vertx vertx) {
        this(new HttpClients(vertx));
    }

    /// @param clients closed with this fetcher
    public HttpPageFetcher(HttpClients clients) {
        this.clients = clients;
    }

    @Override
    public void close() {
        clients.close();
    }

    @Override
    public CompletableFuture<Fetched> fetch(Request request) {
        var result = new CompletableFuture<Fetched>();
        try {
            send(request, result, true);
        } catch (RuntimeException unusable) {
            result.complete(new Failed("cannot be scraped: " + request.url() + ": " + oneLine(unusable)));
        }
        return result;
    }

    private void send(Request request, CompletableFuture<Fetched> result, boolean mayRepeat) {
        var asking = request.asking();
        var options = HttpClients.request(request.url(), asking.http())
                .setMethod(HttpMethod.GET)
                .setConnectTimeout(request.timeout().toMillis())
                .putHeader("Accept", asking.accept())
                .putHeader("Accept-Encoding", asking.compression() ? "gzip" : "identity")
                .putHeader("User-Agent", "Headroom")
                .putHeader(
                        "X-Prometheus-Scrape-Timeout-Seconds",
                        Double.toString(request.timeout().toMillis() / 1e3));
        clients.of(asking.http())
                .request(options)
                .compose(sent -> {
                    var ended = new AtomicBoolean();
                    sent.exceptionHandler(failure -> result.complete(new Failed(reason(request, failure))));
                    var _ = result.whenComplete((_, _) -> {
                        if (!ended.get()) {
                            sent.reset();
                        }
                    });
                    return sent.send().onSuccess(response -> receive(request, response, result, ended));
                })
                .onFailure(failure -> {
                    if (mayRepeat && failure instanceof HttpClosedException && !result.isDone()) {
                        send(request, result, false);
                    } else {
                        result.complete(new Failed(reason(request, failure)));
                    }
                });
    }

    /// @param ended is set when the whole answer was read
    private static void receive(
            Request request, HttpClientResponse response, CompletableFuture<Fetched> result, AtomicBoolean ended) {
        response.exceptionHandler(failure -> result.complete(new Failed(reason(request, failure))));
        if (response.statusCode() != 200) {
            refused(request, response, result, ended);
            return;
        }
        var body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > request.bodyLimit()) {
                result.complete(new Failed(tooLarge(request)));
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(_ -> {
            ended.set(true);
            Thread.ofVirtual()
                    .name("scrape-page")
                    .start(() -> result.complete(unpacked(request, response, body.getBytes())));
        });
    }

    private static void refused(
            Request request, HttpClientResponse response, CompletableFuture<Fetched> result, AtomicBoolean ended) {
        var failed = new Failed("server returned HTTP status " + response.statusCode() + " "
                + response.statusMessage() + ": " + request.url());
        var bytes = new AtomicInteger();
        response.handler(part -> {
            if (bytes.addAndGet(part.length()) > MAX_ERROR_BYTES) {
                result.complete(failed);
            }
        });
        response.endHandler(_ -> {
            ended.set(true);
            result.complete(failed);
        });
    }

    private static Fetched unpacked(Request request, HttpClientResponse response, byte[] body) {
        var type = response.getHeader("Content-Type");
        var contentType = type == null ? "" : type;
        var encoding = response.getHeader("Content-Encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return new Page(contentType, body, fallback(request));
        }
        if (!encoding.toLowerCase(Locale.ROOT).equals("gzip")) {
            return new Failed("server packed the page as \"" + encoding + "\", only gzip was asked for: "
                    + request.url());
        }
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(body))) {
            var page = new ByteArrayOutputStream(Math.min(8 * body.length, request.bodyLimit()));
            var part = new byte[16 << 10];
            for (int read = unpacking.read(part); read >= 0; read = unpacking.read(part)) {
                if (page.size() + read > request.bodyLimit()) {
                    return new Failed(tooLarge(request));
                }
                page.write(part, 0, read);
            }
            return new Page(contentType, page.toByteArray(), fallback(request));
        } catch (IOException broken) {
            return new Failed("gzip of the page is broken: " + request.url() + ": " + oneLine(broken));
        }
    }

    /// The media type without its parameters.
    private static String fallback(Request request) {
        var type = request.asking().fallback().mediaType();
        return type.substring(0, type.indexOf(';'));
    }

    static String tooLarge(Request request) {
        return "limit exceeded: page larger than " + request.bodyLimit() + " bytes (body_size_limit): " + request.url();
    }

    private static String reason(Request request, Throwable failure) {
        return switch (failure) {
            case HttpClosedException _ -> "connection closed before the page was complete: " + request.url();
            case ConnectException _ -> "connection refused: nothing listens at " + request.url();
            case UnknownHostException _ -> "no such host: " + request.url();
            case Throwable other -> "scrape failed: " + request.url() + ": " + oneLine(other);
        };
    }

    private static String oneLine(Throwable failure) {
        var message = failure.getMessage();
        return (message == null ? failure.toString() : message).replaceAll("\\s*\\R\\s*", " ");
    }
}

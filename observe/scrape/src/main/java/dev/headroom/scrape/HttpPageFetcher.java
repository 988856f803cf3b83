package dev.headroom.scrape;

import dev.headroom.discovery.HttpClients;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
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
import java.util.zip.GZIPInputStream;

/// Gets pages over HTTP, many at a time on Vert.x' few threads; unpacks them on virtual threads.
///
/// Connections are kept between scrapes. A kept connection that the target closed just as it was used again is no
/// fault of the target, so such a request is sent once more.
public final class HttpPageFetcher implements PageFetcher, AutoCloseable {

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
                    var _ = result.whenComplete((_, _) -> sent.reset());
                    return sent.send().onSuccess(response -> receive(request, sent, response, result));
                })
                .onFailure(failure -> {
                    if (mayRepeat && failure instanceof HttpClosedException && !result.isDone()) {
                        send(request, result, false);
                    } else {
                        result.complete(new Failed(reason(request, failure)));
                    }
                });
    }

    private static void receive(
            Request request, HttpClientRequest sent, HttpClientResponse response, CompletableFuture<Fetched> result) {
        if (response.statusCode() != 200) {
            result.complete(new Failed("server returned HTTP status " + response.statusCode() + " "
                    + response.statusMessage() + ": " + request.url()));
            return;
        }
        var body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > request.bodyLimit()) {
                result.complete(new Failed(tooLarge(request)));
                sent.reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(failure -> result.complete(new Failed(reason(request, failure))));
        response.endHandler(_ -> Thread.ofVirtual()
                .name("scrape-page")
                .start(() -> result.complete(unpacked(request, response, body.getBytes()))));
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

package dev.headroom.remotewrite;

import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.HttpClientConfig.Credentials;
import dev.headroom.config.RemoteWriteConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.timeline.Timeline;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts requests over HTTP, as version 1.0 of remote write wants it.
///
/// A redirect that keeps the method (307, 308) is followed; credentials do not go to another server.
public final class HttpRemoteSender implements RemoteSender {

    private static final int MAX_REDIRECTS = 10;
    private static final int SHOWN_LETTERS = 256;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int PERMANENT_REDIRECT = 308;

    private final HttpClients clients;
    private final Timeline timeline;

    /// @param clients closed by whoever made them
    /// @param timeline to know how long it is until a date that a receiver names
    public HttpRemoteSender(HttpClients clients, Timeline timeline) {
        this.clients = clients;
        this.timeline = timeline;
    }

    @Override
    public CompletableFuture<Outcome> send(RemoteWriteConfig receiver, byte[] packed) {
        var result = new CompletableFuture<Outcome>();
        post(new Posting(receiver, Buffer.buffer(packed), result), receiver.url(), MAX_REDIRECTS);
        return result.orTimeout(receiver.timeout().toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure ->
                new Outcome.TryLater(
                        failure instanceof TimeoutException
                                ? "no answer within " + receiver.timeout().toMillis() + " ms (remote_timeout)"
                                : String.valueOf(failure),
                        Duration.ZERO));
    }

    private record Posting(RemoteWriteConfig receiver, Buffer body, CompletableFuture<Outcome> result) {

        HttpClientConfig http(String url) {
            var http = receiver.http();
            return authority(url).equals(authority(receiver.url()))
                    ? http
                    : new HttpClientConfig(
                            new Credentials.None(), http.tls(), Map.of(), http.followRedirects(), http.enableHttp2(),
                            http.proxyUrl());
        }

        private static String authority(String url) {
            return Objects.requireNonNullElse(URI.create(url).getAuthority(), "");
        }
    }

    private void post(Posting posting, String url, int redirects) {
        try {
            var receiver = posting.receiver();
            var http = posting.http(url);
            var options = HttpClients.request(url, http)
                    .setMethod(HttpMethod.POST)
                    .setFollowRedirects(false)
                    .setConnectTimeout(receiver.timeout().toMillis())
                    .putHeader("Content-Encoding", "snappy")
                    .putHeader("Content-Type", "application/x-protobuf")
                    .putHeader("User-Agent", "Headroom")
                    .putHeader("X-Prometheus-Remote-Write-Version", "0.1.0");
            receiver.headers().forEach(options::putHeader);
            clients.of(http)
                    .request(options)
                    .compose(sent -> {
                        // What breaks is told by the futures; one that is reset has been answered already.
                        sent.exceptionHandler(_ -> {});
                        var _ = posting.result().whenComplete((_, _) -> sent.reset());
                        return sent.send(posting.body())
                                .compose(response -> response.body()
                                        .onSuccess(body -> answered(posting, response, body.toString(), redirects)));
                    })
                    .onFailure(failure -> failed(posting, failure));
        } catch (RuntimeException unusable) {
            failed(posting, unusable);
        }
    }

    private static void failed(Posting posting, Throwable failure) {
        posting.result().complete(new Outcome.TryLater(String.valueOf(failure), Duration.ZERO));
    }

    private void answered(Posting posting, HttpClientResponse response, String body, int redirects) {
        int status = response.statusCode();
        var location = response.getHeader("Location");
        boolean moved = (status == TEMPORARY_REDIRECT || status == PERMANENT_REDIRECT) && location != null;
        if (moved && posting.receiver().http().followRedirects() && redirects > 0) {
            post(posting, URI.create(response.request().absoluteURI()).resolve(location).toString(), redirects - 1);
        } else {
            posting.result().complete(outcome(posting.receiver(), response, body));
        }
    }

    private Outcome outcome(RemoteWriteConfig receiver, HttpClientResponse response, String body) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Outcome.Accepted();
        }
        var line = body.strip().lines().findFirst().orElse("");
        var why = "HTTP status " + status + " " + line.substring(0, Math.min(SHOWN_LETTERS, line.length()));
        boolean later = status / 100 == 5 || (status == TOO_MANY_REQUESTS && receiver.queue().retryOnRateLimit());
        return later ? new Outcome.TryLater(why, pause(response)) : new Outcome.Refused(status, why);
    }

    private Duration pause(HttpClientResponse response) {
        var asked = response.getHeader("Retry-After");
        return asked == null ? Duration.ZERO : pause(asked.strip(), timeline);
    }

    /// What `Retry-After` asks for: seconds, or a date; nothing when it is neither, or over.
    static Duration pause(String asked, Timeline timeline) {
        if (asked.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(asked));
        }
        try {
            var until = ZonedDateTime.parse(asked, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            var pause = Duration.between(timeline.now(), until);
            return pause.isNegative() ? Duration.ZERO : pause;
        } catch (DateTimeException _) {
            return Duration.ZERO;
        }
    }
}

package dev.headroom.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One client of an API server with one set of credentials, and the streams that are open over it. All its requests
/// share one TCP connection (HTTP/2) as long as that works.
final class Connection {

    private static final JsonMapper JSON = new JsonMapper();

    /// Answered without etcd, and to everybody.
    private static final String PING = "/version";

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

    /// How long the first byte of a stream may take (limit `watchOpening`): after 3 minutes nobody waits any more.
    private static final Duration OPENING = Duration.ofSeconds(10);

    private final HttpClient client;
    private final String server;
    private final Object credentials;
    private final AtomicLong heard = new AtomicLong();
    private final Set<Streamed> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean doubted = new AtomicBoolean();
    private volatile @Nullable String left;

    Connection(ClusterAccess access) {
        var config = access.config();
        config.setRequestRetryBackoffLimit(0);
        config.setRequestTimeout(0);
        client = new JdkHttpClientFactory()
                .newBuilder(config)
                .connectTimeout(Request.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        var url = config.getMasterUrl();
        server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        credentials = access.credentials();
    }

    String server() {
        return server;
    }

    /// What it was made with, to be compared.
    Object credentials() {
        return credentials;
    }

    /// How often anything came from the other side.
    long heard() {
        return heard.get();
    }

    /// Whether nobody is looking at this connection yet; whoever hears true does, and says [#trusted] afterwards.
    boolean doubt() {
        return doubted.compareAndSet(false, true);
    }

    void trusted() {
        doubted.set(false);
    }

    Answer send(Request request) {
        return send(request, request.timeout());
    }

    private Answer send(Request request, Duration timeout) {
        var verb = request.verb();
        var builder = client.newHttpRequestBuilder().uri(server + request.path());
        builder.header("Accept", "application/json");
        builder.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        request.body().ifPresent(body -> builder.method(verb.method(), verb.contentType(), body.toString()));
        var sending = client.sendAsync(builder.build(), byte[].class);
        try {
            var response = sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            heard.incrementAndGet();
            return answer(response);
        } catch (TimeoutException _) {
            sending.cancel(true);
            return new Answer.Unanswered("no answer of " + server + " within " + timeout.toSeconds() + " s");
        } catch (ExecutionException | CancellationException failure) {
            return new Answer.Unanswered(server + ": " + why(failure));
        } catch (InterruptedException _) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Unanswered("interrupted");
        }
    }

    /// Whether the other side says anything at all, be it no.
    boolean answers() {
        long before = heard();
        return !(send(Request.read(PING), PING_TIMEOUT) instanceof Answer.Unanswered) || heard() != before;
    }

    private static String why(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var text = cause.getMessage();
        return text == null ? cause.getClass().getSimpleName() : text;
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JacksonException _) {
            body = JSON.createObjectNode();
        }
        if (response.isSuccessful()) {
            return new Answer.Done(body);
        }
        return new Answer.Refused(
                response.code(),
                body.path("reason").asString(""),
                body.path("message").asString("").strip(),
                retryAfter(response));
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return Optional.ofNullable(response.header("Retry-After"))
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    /// @param failed hears when the stream could not be opened, before its sink does
    KubernetesApi.Watch watch(String path, KubernetesApi.WatchSink sink, Consumer<Answer> failed) {
        var request = client.newHttpRequestBuilder()
                .uri(server + path)
                .header("Accept", "application/json")
                .forStreaming()
                .build();
        var stream = new Streamed(sink, heard::incrementAndGet);
        streams.add(stream);
        var opening = client.consumeBytes(request, stream);
        Runnable cancel = () -> opening.thenAccept(response -> response.body().cancel());
        var _ = opening.copy()
                .orTimeout(OPENING.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> {
                    if (response == null) {
                        cancel.run();
                    }
                    opened(response, failure, stream, failed);
                });
        var why = left;
        if (why != null) {
            over(stream, () -> stream.ended(why));
        }
        return () -> {
            over(stream, stream::close);
            cancel.run();
        };
    }

    private void opened(
            @Nullable HttpResponse<AsyncBody> response,
            @Nullable Throwable failure,
            Streamed stream,
            Consumer<Answer> failed) {
        if (response == null) {
            var why = failure == null || failure instanceof TimeoutException
                    ? "no answer of " + server + " within " + OPENING.toSeconds() + " s"
                    : why(failure);
            failed.accept(new Answer.Unanswered(why));
            over(stream, () -> stream.ended(why));
            return;
        }
        heard.incrementAndGet();
        CompletableFuture<Void> done = response.body().done();
        int code = response.code();
        var _ = done.whenComplete((_, broken) -> {
            if (code >= 300) {
                failed.accept(new Answer.Refused(code, "", stream.rest(), Optional.empty()));
                over(stream, () -> stream.ended(code + " " + stream.rest()));
            } else {
                over(stream, () -> stream.ended(broken == null ? "" : why(broken)));
            }
        });
        response.body().consume();
    }

    private void over(Streamed stream, Runnable last) {
        streams.remove(stream);
        last.run();
    }

    /// Ends all streams, so that whoever follows them asks again; requests under way come to their own end.
    void leave(String why) {
        left = why;
        streams.forEach(stream -> over(stream, () -> stream.ended(why)));
    }

    void close() {
        streams.forEach(Streamed::close);
        client.close();
    }
}

package dev.headroom.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One client of an API server with one set of credentials, and the streams that are open over it. All its requests
/// share one TCP connection (HTTP/2) as long as that works.
final class Connection {

    /// Why a request came to nothing.
    enum Failure {
        /// The server does not know who asks.
        STRANGER,
        /// There is no connection, or the server is not believed.
        BROKEN,
        /// Nobody said anything in time, about this request or any other.
        SILENT
    }

    /// Hears of requests that came to nothing.
    @FunctionalInterface
    interface Listener {

        void failed(Connection connection, Failure failure);
    }

    private static final JsonMapper JSON = new JsonMapper();

    /// Answered without etcd, and to everybody.
    private static final String PING = "/version";

    private static final int UNAUTHORIZED = 401;
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

    /// How long the first byte of a stream may take (limit `watchOpening`): after 3 minutes nobody waits any more.
    private static final Duration OPENING = Duration.ofSeconds(10);

    private final Listener listener;
    private final HttpClient client;
    private final String server;
    private final Object credentials;
    private final AtomicLong heard = new AtomicLong();
    private final Set<Streamed> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean doubted = new AtomicBoolean();
    private volatile @Nullable String left;

    /// @throws AccessException when its certificates or keys cannot be used
    Connection(ClusterAccess access, Listener listener) {
        this.listener = listener;
        var config = access.config();
        config.setRequestRetryBackoffLimit(0);
        config.setRequestTimeout(0);
        try {
            client = new JdkHttpClientFactory()
                    .newBuilder(config)
                    .connectTimeout(Request.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .build();
        } catch (KubernetesClientException wrong) {
            throw new AccessException(
                    access.source() + ": expected certificates and keys that can be used, got: " + why(wrong));
        }
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

    /// Whether nobody is looking at this connection yet; whoever hears true does, and says [#trusted] afterwards.
    boolean doubt() {
        return doubted.compareAndSet(false, true);
    }

    void trusted() {
        doubted.set(false);
    }

    Answer send(Request request) {
        return send(request, request.timeout(), listener);
    }

    private Answer send(Request request, Duration timeout, Listener told) {
        long before = heard.get();
        var verb = request.verb();
        var builder = client.newHttpRequestBuilder().uri(server + request.path());
        builder.header("Accept", "application/json");
        builder.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        request.body().ifPresent(body -> builder.method(verb.method(), verb.contentType(), body.toString()));
        var sending = client.sendAsync(builder.build(), byte[].class);
        try {
            var response = sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            heard.incrementAndGet();
            var answer = answer(response);
            if (response.code() == UNAUTHORIZED) {
                told.failed(this, Failure.STRANGER);
            }
            return answer;
        } catch (TimeoutException _) {
            sending.cancel(true);
            return unanswered(late(timeout), Optional.empty(), before, told);
        } catch (ExecutionException | CancellationException failure) {
            return unanswered(server + ": " + why(failure), Optional.of(cause(failure)), before, told);
        } catch (InterruptedException _) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Unanswered("interrupted");
        }
    }

    private String late(Duration timeout) {
        return "no answer of " + server + " within " + timeout.toSeconds() + " s";
    }

    /// @param failure empty when the time was over
    /// @param before how often something had been heard when it was sent
    private Answer unanswered(String why, Optional<Throwable> failure, long before, Listener told) {
        boolean late = failure.isEmpty() || failure.get() instanceof HttpTimeoutException;
        if (!late) {
            told.failed(this, Failure.BROKEN);
        } else if (heard.get() == before) {
            told.failed(this, Failure.SILENT);
        }
        return new Answer.Unanswered(why);
    }

    /// Whether the other side says anything at all, be it no.
    boolean answers() {
        long before = heard.get();
        send(Request.read(PING), PING_TIMEOUT, (_, _) -> {});
        return heard.get() != before;
    }

    private static Throwable cause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && !(cause instanceof HttpTimeoutException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String why(Throwable failure) {
        var cause = cause(failure);
        // What the JDK says of these is the name of a class.
        if (cause instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        var text = cause.getMessage();
        if (text == null && isConnecting(failure)) {
            return "connection refused";
        }
        return text == null ? cause.getClass().getSimpleName() : text;
    }

    private static boolean isConnecting(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ConnectException) {
                return true;
            }
        }
        return false;
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
        // What the API server says is a Status with a message; what a page behind its proxy says has an error.
        var message = body.path("message").asString(body.path("error").asString(""));
        return new Answer.Refused(
                response.code(),
                body.path("reason").asString(""),
                message.strip(),
                retryAfter(response));
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return Optional.ofNullable(response.header("Retry-After"))
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    KubernetesApi.Watch watch(String path, KubernetesApi.WatchSink sink) {
        long before = heard.get();
        var request = client.newHttpRequestBuilder()
                .uri(server + path)
                .header("Accept", "application/json")
                .forStreaming()
                .build();
        var stream = new Streamed(sink, heard::incrementAndGet);
        streams.add(stream);
        var opening = client.consumeBytes(request, stream);
        Runnable cancel = () -> {
            var _ = opening.thenAccept(response -> response.body().cancel());
        };
        var begun = opening.copy().orTimeout(OPENING.toMillis(), TimeUnit.MILLISECONDS);
        var _ = begun.whenComplete((response, failure) -> {
            if (response != null) {
                opened(response, stream);
                return;
            }
            cancel.run();
            var known = Optional.ofNullable(failure).map(Connection::cause);
            var late = known.isEmpty() || known.get() instanceof TimeoutException;
            var answer = unanswered(
                    late ? late(OPENING) : why(known.get()), late ? Optional.empty() : known, before, listener);
            over(stream, () -> stream.ended(answer.why()));
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

    private void opened(HttpResponse<AsyncBody> response, Streamed stream) {
        heard.incrementAndGet();
        CompletableFuture<Void> done = response.body().done();
        int code = response.code();
        if (code == UNAUTHORIZED) {
            listener.failed(this, Failure.STRANGER);
        } else if (code < 300 && !stream.opened()) {
            response.body().cancel();
            return;
        }
        var _ = done.whenComplete((_, broken) -> {
            if (code >= 300) {
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

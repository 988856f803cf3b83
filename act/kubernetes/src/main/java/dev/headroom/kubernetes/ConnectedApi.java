package dev.headroom.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An API server behind a connection: addresses, certificates and credentials are fabric8's (kubeconfig with its
/// plug-ins, the service account of a pod whose token changes on disk), requests are sent as they are.
///
/// fabric8 would send a request again by itself, up to ten times, some of them long after it was wanted; that is off
/// here, because a write that is sent again is a write that nobody decided.
public final class ConnectedApi implements KubernetesApi, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /// A watch line longer than this ends the watch (limit `watchLineBytes`); etcd holds objects of 1.5 MB.
    private static final int MAX_LINE_BYTES = 16 << 20;

    private final HttpClient client;
    private final String server;

    private ConnectedApi(HttpClient client, String server) {
        this.client = client;
        this.server = server;
    }

    public static ConnectedApi of(ClusterAccess access) {
        Config config = access.config();
        config.setRequestRetryBackoffLimit(0);
        config.setRequestTimeout(0);
        var client = new JdkHttpClientFactory()
                .newBuilder(config)
                .connectTimeout(Request.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        var url = config.getMasterUrl();
        return new ConnectedApi(client, url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    public String server() {
        return server;
    }

    @Override
    public Answer send(Request request) {
        var verb = request.verb();
        var builder = client.newHttpRequestBuilder().uri(server + request.path());
        builder.header("Accept", "application/json");
        builder.timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
        request.body().ifPresent(body -> builder.method(verb.method(), verb.contentType(), body.toString()));
        var sending = client.sendAsync(builder.build(), byte[].class);
        try {
            return answer(sending.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            sending.cancel(true);
            return new Answer.Unanswered("no answer of " + server + " within " + request.timeout().toSeconds() + " s");
        } catch (ExecutionException | CancellationException failure) {
            return new Answer.Unanswered(server + ": " + why(failure));
        } catch (InterruptedException _) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Unanswered("interrupted");
        }
    }

    private static String why(Throwable failure) {
        var cause = failure;
        boolean connects = true;
        while (cause.getCause() != null) {
            cause = cause.getCause();
            connects &= !(cause instanceof ConnectException);
        }
        // What the JDK says of these is the name of a class.
        if (cause instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        if (!connects && cause.getMessage() == null) {
            return "connection refused";
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

    @Override
    public Watch watch(String path, WatchSink sink) {
        HttpRequest request = client.newHttpRequestBuilder()
                .uri(server + path)
                .header("Accept", "application/json")
                .forStreaming()
                .build();
        var lines = new Lines(sink);
        var opening = client.consumeBytes(request, lines);
        var _ = opening.whenComplete((response, failure) -> opened(response, failure, lines));
        return () -> {
            lines.close();
            var _ = opening.thenAccept(response -> response.body().cancel());
        };
    }

    private static void opened(
            @org.jspecify.annotations.Nullable HttpResponse<AsyncBody> response,
            @org.jspecify.annotations.Nullable Throwable failure,
            Lines lines) {
        if (response == null) {
            lines.ended(failure == null ? "no answer" : why(failure));
            return;
        }
        CompletableFuture<Void> done = response.body().done();
        int code = response.code();
        var _ = done.whenComplete((_, broken) -> {
            if (code >= 300) {
                lines.ended(code + " " + lines.rest());
            } else {
                lines.ended(broken == null ? "" : why(broken));
            }
        });
        response.body().consume();
    }

    /// Cuts a stream of bytes into lines, and reads each as an event.
    private static final class Lines implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final WatchSink sink;
        private byte[] line = new byte[8192];
        private int length;
        private volatile boolean closed;

        Lines(WatchSink sink) {
            this.sink = sink;
        }

        @Override
        public void consume(List<ByteBuffer> buffers, AsyncBody body) {
            for (var buffer : buffers) {
                while (buffer.hasRemaining()) {
                    byte next = buffer.get();
                    if (next == '\n') {
                        end();
                    } else {
                        add(next, body);
                    }
                }
            }
            if (!closed) {
                body.consume();
            }
        }

        private void add(byte next, AsyncBody body) {
            if (length == MAX_LINE_BYTES) {
                closed = true;
                body.cancel();
                sink.ended("expected at most " + MAX_LINE_BYTES + " bytes in a line (limit watchLineBytes), got more");
                length = 0;
            }
            if (length == line.length) {
                line = java.util.Arrays.copyOf(line, 2 * length);
            }
            line[length++] = next;
        }

        private void end() {
            if (length == 0 || closed) {
                length = 0;
                return;
            }
            try {
                var event = JSON.readTree(line, 0, length);
                length = 0;
                if (event.has("type") && event.has("object")) {
                    sink.event(new WatchEvent(event.path("type").asString(""), event.path("object")));
                }
            } catch (JacksonException _) {
                // Half a line is what is left of a connection that broke; its end says so.
                length = 0;
            }
        }

        String rest() {
            return new String(line, 0, Math.min(length, 500), StandardCharsets.UTF_8).strip();
        }

        void ended(String why) {
            if (!closed) {
                closed = true;
                sink.ended(why);
            }
        }

        void close() {
            closed = true;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

package dev.headroom.server;

import dev.headroom.api.ApiAnswer;
import dev.headroom.api.ApiException;
import dev.headroom.api.ApiRequest;
import dev.headroom.api.PrometheusApi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves functions from requests to answers, each on a virtual thread of its own: packed when the client accepts that,
/// in chunks that wait for the client, and not at all once the client is gone.
final class PrometheusPart implements HttpSurface.Part {

    static final int MAX_FORM_BYTES = 1 << 20;

    private static final Predicate<String> GZIP = Pattern.compile("gzip(\\s*;\\s*q=(0\\.0*[1-9]\\d*|1(\\.0*)?))?",
            Pattern.CASE_INSENSITIVE).asMatchPredicate();

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusPart.class);

    private final Function<ApiRequest, ApiAnswer> answers;

    PrometheusPart(Function<ApiRequest, ApiAnswer> answers) {
        this.answers = answers;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            start(request, "");
            return;
        }
        var form = Buffer.buffer();
        var tooLong = new AtomicBoolean();
        request.handler(part -> {
            if (form.length() + part.length() > MAX_FORM_BYTES) {
                tooLong.set(true);
            } else {
                form.appendBuffer(part);
            }
        });
        request.endHandler(_ -> {
            if (tooLong.get()) {
                answer(request, PrometheusPart::formTooLong);
            } else {
                start(request, form.toString());
            }
        });
    }

    private static ApiAnswer formTooLong() {
        return PrometheusApi.failed(
                new ApiException(413, "bad_data", "form: at most " + MAX_FORM_BYTES + " bytes (form size)"));
    }

    private void start(HttpServerRequest request, String body) {
        var headers = new HashMap<String, String>();
        request.headers().forEach(headers::putIfAbsent);
        var asked = new ApiRequest(
                request.method().name(),
                Objects.requireNonNullElse(request.path(), "/"),
                Objects.requireNonNullElse(request.query(), ""),
                body,
                headers);
        answer(request, () -> answers.apply(asked));
    }

    /// Answers on a virtual thread, which is interrupted when the client leaves: a query ends then.
    private static void answer(HttpServerRequest request, Supplier<ApiAnswer> answer) {
        var thread = Thread.ofVirtual().name("api " + request.path()).unstarted(() -> {
            try {
                send(request, answer.get());
            } catch (IOException gone) {
                LOG.debug("{} {}: {}", request.method(), request.path(), gone.getMessage());
            } catch (RuntimeException defect) {
                LOG.error("{} {}", request.method(), request.path(), defect);
                failed(request.response(), defect);
            }
        });
        request.response().closeHandler(_ -> thread.interrupt());
        thread.start();
    }

    private static void failed(HttpServerResponse response, RuntimeException defect) {
        if (!response.headWritten() && !response.closed()) {
            var answer = PrometheusApi.failed(new ApiException(500, "internal", defect.toString()));
            response.setStatusCode(answer.status())
                    .putHeader("Content-Type", answer.contentType())
                    .end(answer.body());
        }
    }

    private static void send(HttpServerRequest request, ApiAnswer answer) throws IOException {
        var response = request.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (answer.contentType().isEmpty() || request.method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        response.putHeader("Content-Type", answer.contentType());
        var stream = new ResponseStream(response);
        boolean packed = acceptsGzip(request.getHeader("Accept-Encoding"));
        if (packed) {
            response.putHeader("Content-Encoding", "gzip");
        }
        try (var body = packed ? new GZIPOutputStream(stream, ResponseStream.CHUNK_BYTES) : stream;
                var text = new OutputStreamWriter(body, StandardCharsets.UTF_8)) {
            for (var part : answer.parts()) {
                text.write(part);
            }
            stream.whole();
        }
    }

    /// Whether one of the encodings of a header is gzip, and not with a weight of 0.
    static boolean acceptsGzip(@Nullable String accepted) {
        return accepted != null
                && Arrays.stream(accepted.split(",", -1)).map(String::strip).anyMatch(GZIP);
    }
}

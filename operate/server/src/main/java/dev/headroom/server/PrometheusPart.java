package dev.headroom.server;

import dev.headroom.api.ApiAnswer;
import dev.headroom.api.ApiException;
import dev.headroom.api.ApiRequest;
import dev.headroom.api.PrometheusApi;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves functions from requests to answers, each on a virtual thread of its own.
final class PrometheusPart implements HttpSurface.Part {

    static final int MAX_FORM_BYTES = 1 << 20;

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
        request.body().onSuccess(body -> {
            if (body.length() > MAX_FORM_BYTES) {
                send(request, PrometheusApi.failed(
                        new ApiException(413, "bad_data", "form: at most " + MAX_FORM_BYTES + " bytes (form size)")));
            } else {
                start(request, body.toString());
            }
        });
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
        Thread.ofVirtual().name("api " + asked.path()).start(() -> {
            try {
                send(request, answers.apply(asked));
            } catch (RuntimeException defect) {
                LOG.error("{} {}", asked.method(), asked.path(), defect);
                send(request, PrometheusApi.failed(new ApiException(500, "internal", defect.toString())));
            }
        });
    }

    private static void send(HttpServerRequest request, ApiAnswer answer) {
        var response = request.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (answer.contentType().isEmpty()) {
            response.end();
        } else {
            response.putHeader("Content-Type", answer.contentType()).end(answer.body());
        }
    }
}

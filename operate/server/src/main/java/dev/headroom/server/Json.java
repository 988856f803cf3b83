package dev.headroom.server;

import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// JSON answers: values to bytes, with the headers that an API of this machine needs.
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static void answer(HttpServerRequest request, Object value) {
        request.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(text(value));
    }

    public static void refuse(HttpServerRequest request, int status, String error) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(text(Map.of("error", error)));
    }
}

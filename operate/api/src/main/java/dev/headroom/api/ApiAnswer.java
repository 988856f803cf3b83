package dev.headroom.api;

import java.util.Map;

/// What is answered.
///
/// @param contentType empty when there is no body
public record ApiAnswer(int status, String contentType, String body, Map<String, String> headers) {

    private static final String TEXT = "text/plain; charset=utf-8";

    public ApiAnswer {
        headers = Map.copyOf(headers);
    }

    ApiAnswer(int status, String contentType, String body) {
        this(status, contentType, body, Map.of());
    }

    static ApiAnswer json(int status, String body) {
        return new ApiAnswer(status, "application/json", body);
    }

    static ApiAnswer text(int status, String body) {
        return new ApiAnswer(status, TEXT, body);
    }

    static ApiAnswer empty(int status) {
        return new ApiAnswer(status, "", "");
    }

    static ApiAnswer notFound() {
        return text(404, "404 page not found\n");
    }

    static ApiAnswer methodNotAllowed(String allowed) {
        return new ApiAnswer(405, TEXT, "Method Not Allowed\n", Map.of("Allow", allowed));
    }
}

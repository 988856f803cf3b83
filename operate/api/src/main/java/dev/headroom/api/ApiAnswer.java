package dev.headroom.api;

import java.util.List;
import java.util.Map;

/// What is answered.
///
/// @param contentType empty when there is no body
/// @param parts the body, in pieces that are made while it is read: a large result is never one text. May be read
///     several times
public record ApiAnswer(int status, String contentType, Iterable<String> parts, Map<String, String> headers) {

    private static final String TEXT = "text/plain; charset=utf-8";

    public ApiAnswer {
        headers = Map.copyOf(headers);
    }

    ApiAnswer(int status, String contentType, String body) {
        this(status, contentType, List.of(body), Map.of());
    }

    static ApiAnswer json(int status, Iterable<String> parts) {
        return new ApiAnswer(status, "application/json", parts, Map.of());
    }

    static ApiAnswer text(int status, String body) {
        return new ApiAnswer(status, TEXT, body);
    }

    static ApiAnswer empty(int status) {
        return new ApiAnswer(status, "", List.of(), Map.of());
    }

    static ApiAnswer notFound() {
        return text(404, "404 page not found\n");
    }

    static ApiAnswer methodNotAllowed(String allowed) {
        return new ApiAnswer(405, TEXT, List.of("Method Not Allowed\n"), Map.of("Allow", allowed));
    }

    /// The whole body as one text.
    public String body() {
        return String.join("", parts);
    }
}

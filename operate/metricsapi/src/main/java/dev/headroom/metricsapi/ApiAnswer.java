package dev.headroom.metricsapi;

import java.util.Map;

/// What is answered.
///
/// @param contentType empty when there is no body
public record ApiAnswer(int status, String contentType, Map<String, String> headers, String body) {

    static final String JSON = "application/json";

    public ApiAnswer {
        headers = Map.copyOf(headers);
    }

    static ApiAnswer json(int status, String body) {
        return new ApiAnswer(status, JSON, Map.of(), body);
    }

    /// Plain text, as health checks are.
    public static ApiAnswer text(int status, String body) {
        return new ApiAnswer(status, "text/plain; charset=utf-8", Map.of("X-Content-Type-Options", "nosniff"), body);
    }

    /// An error as an object.
    public static ApiAnswer of(Status status) {
        return json(status.code(), GoJson.line(status.json()));
    }

    /// The same with one more header.
    public ApiAnswer with(String header, String value) {
        var more = new java.util.HashMap<>(headers);
        more.put(header, value);
        return new ApiAnswer(status, contentType, more, body);
    }
}

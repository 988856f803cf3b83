package dev.headroom.api;

import java.util.Map;
import java.util.TreeMap;

/// A request as it came in.
///
/// @param path still percent-encoded
/// @param query what follows the `?`, still encoded; empty when there is none
/// @param body of a POST, as text
/// @param headers by name, whatever the case of its letters
public record ApiRequest(String method, String path, String query, String body, Map<String, String> headers) {

    public ApiRequest {
        var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = byName;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// The values of a form, when the body is one.
    String form() {
        var type = header("Content-Type");
        boolean form = type.isEmpty() || type.startsWith("application/x-www-form-urlencoded");
        return method.equals("POST") && form ? body : "";
    }

    Parameters parameters() {
        return Parameters.of(form(), query);
    }
}

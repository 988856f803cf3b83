package dev.headroom.metricsapi;

import java.util.Map;
import java.util.TreeMap;

/// A request as it came in.
///
/// @param path percent-decoded, as routes and authorization see it
/// @param query what follows the `?`, still encoded; empty when there is none
/// @param headers by name, whatever the case of its letters
public record ApiRequest(String method, String path, String query, Map<String, String> headers) {

    public ApiRequest {
        var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = byName;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    QueryParameters parameters() {
        return QueryParameters.of(query);
    }
}

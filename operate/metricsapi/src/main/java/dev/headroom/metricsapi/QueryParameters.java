package dev.headroom.metricsapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What stands behind the `?` of a request. A piece that cannot be decoded, or that holds a `;`, is left out, as in Go.
final class QueryParameters {

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    static QueryParameters of(String query) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var piece : query.split("&")) {
            if (piece.isEmpty() || piece.contains(";")) {
                continue;
            }
            int equals = piece.indexOf('=');
            try {
                var name = decoded(equals < 0 ? piece : piece.substring(0, equals));
                var value = equals < 0 ? "" : decoded(piece.substring(equals + 1));
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            } catch (IllegalArgumentException _) {
                // Go reports it to callers that ask; the API server does not.
            }
        }
        return new QueryParameters(values);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// The first value of a name; empty text when there is none.
    String value(String name) {
        return first(name).orElse("");
    }

    Optional<String> first(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }
}

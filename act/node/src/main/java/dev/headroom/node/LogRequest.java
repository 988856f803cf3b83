package dev.headroom.node;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What `kubectl logs` asks a kubelet for: the parameters of `/containerLogs`.
///
/// @param previous the run before this one
/// @param timestamps each line with the time at which it came
record LogRequest(boolean follow, boolean previous, boolean timestamps, Part part) {

    /// How much of it.
    ///
    /// @param tailLines only so many lines of the end
    /// @param limitBytes no more than so many bytes
    /// @param since only what came after that
    record Part(OptionalLong tailLines, OptionalLong limitBytes, Optional<Instant> since) {}

    /// @param now what seconds ago are counted from
    /// @throws IllegalArgumentException for what is no such request
    static LogRequest of(String query, Instant now) {
        var parameters = parameters(query);
        return new LogRequest(
                truth(parameters, "follow"),
                truth(parameters, "previous"),
                truth(parameters, "timestamps"),
                new Part(number(parameters, "tailLines"), number(parameters, "limitBytes"), since(parameters, now)));
    }

    private static Optional<Instant> since(Map<String, String> parameters, Instant now) {
        var seconds = number(parameters, "sinceSeconds");
        if (seconds.isPresent()) {
            return Optional.of(now.minus(Duration.ofSeconds(seconds.getAsLong())));
        }
        return Optional.ofNullable(parameters.get("sinceTime")).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException wrong) {
                throw new IllegalArgumentException(
                        "sinceTime: expected a time like 2026-01-31T12:00:00Z, got \"" + text + '"', wrong);
            }
        });
    }

    private static boolean truth(Map<String, String> parameters, String name) {
        return parameters.getOrDefault(name, "false").equals("true");
    }

    private static OptionalLong number(Map<String, String> parameters, String name) {
        var text = Optional.ofNullable(parameters.get(name));
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("\\d{1,10}")) {
            throw new IllegalArgumentException(name + ": expected a number, got \"" + text.get() + '"');
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (var part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}

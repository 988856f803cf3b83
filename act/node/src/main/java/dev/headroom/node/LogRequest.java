package dev.headroom.node;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What `kubectl logs` asks a kubelet for: the parameters of `/containerLogs`.
///
/// @param tailLines only so many lines of the end
/// @param limitBytes no more than so many bytes
record LogRequest(boolean follow, OptionalLong tailLines, OptionalLong limitBytes) {

    /// @throws IllegalArgumentException for what this node cannot answer
    static LogRequest of(String query) {
        var parameters = parameters(query);
        for (var name : new String[] {"previous", "timestamps"}) {
            if (parameters.getOrDefault(name, "false").equals("true")) {
                throw new IllegalArgumentException(name + ": expected none, because this node keeps all runs of a"
                        + " container in one file, without times");
            }
        }
        for (var name : new String[] {"sinceSeconds", "sinceTime"}) {
            if (parameters.containsKey(name)) {
                throw new IllegalArgumentException(
                        name + ": expected none, because this node keeps lines without their times; use --tail");
            }
        }
        return new LogRequest(
                parameters.getOrDefault("follow", "false").equals("true"),
                number(parameters, "tailLines"),
                number(parameters, "limitBytes"));
    }

    private static OptionalLong number(Map<String, String> parameters, String name) {
        var text = Optional.ofNullable(parameters.get(name));
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("\\d{1,18}")) {
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

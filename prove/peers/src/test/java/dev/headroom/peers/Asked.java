package dev.headroom.peers;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A question to the HTTP API: a query at one instant, or over a range in steps of so many seconds.
record Asked(String query, Instant at, Optional<Integer> minutes, int stepSeconds) {

    String path() {
        return minutes.isPresent() ? "/api/v1/query_range" : "/api/v1/query";
    }

    String form() {
        var fields = new TreeMap<>(Map.of("query", query));
        minutes.ifPresentOrElse(
                length -> {
                    fields.put("start", seconds(at));
                    fields.put("end", seconds(at.plusSeconds(60L * length)));
                    fields.put("step", Integer.toString(stepSeconds));
                },
                () -> fields.put("time", seconds(at)));
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String seconds(Instant time) {
        return Double.toString(time.toEpochMilli() / 1000.0);
    }

    Asked with(String other) {
        return new Asked(other, at, minutes, stepSeconds);
    }

    @Override
    public String toString() {
        return query + "\n  at " + at + minutes.map(length -> " for " + length + " min, step " + stepSeconds + " s")
                .orElse("");
    }
}

package dev.headroom.server;

import dev.headroom.model.Matcher;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The parameters of a request to the Prometheus API, read with its rules and its words for what is wrong.
final class ApiParameters {

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d|w|y)");

    /// Prometheus' largest and smallest times, which stand for "no bound".
    private static final Instant MAX_TIME = Instant.ofEpochMilli(Long.MAX_VALUE / 4);
    private static final Instant MIN_TIME = Instant.ofEpochMilli(Long.MIN_VALUE / 4);

    private final MultiMap values;

    ApiParameters(MultiMap values) {
        this.values = values;
    }

    String text(String name) {
        var value = values.get(name);
        return value == null ? "" : value;
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }

    List<String> texts(String name) {
        return values.getAll(name);
    }

    Instant time(String name) {
        return parsed(text(name)).orElseThrow(() -> ApiException.parameter(
                name, "cannot parse \"" + text(name) + "\" to a valid timestamp"));
    }

    Instant time(String name, Instant fallback) {
        return has(name) ? time(name) : fallback;
    }

    Instant earliest() {
        return time("start", MIN_TIME);
    }

    Instant latest() {
        return time("end", MAX_TIME);
    }

    private static Optional<Instant> parsed(String text) {
        try {
            double seconds = Double.parseDouble(text);
            if (text.matches("[-+0-9.eE]+") && Math.abs(seconds) < 9e15) {
                return Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000)));
            }
        } catch (NumberFormatException _) {
            // not a number: a date, or nothing
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return switch (text) {
                case "-292273086-05-16T16:47:06Z" -> Optional.of(MIN_TIME);
                case "292277025-08-18T07:12:54.999999999Z" -> Optional.of(MAX_TIME);
                default -> Optional.empty();
            };
        }
    }

    /// A duration: seconds as a number, or PromQL's form.
    Duration duration(String name) {
        var text = text(name);
        try {
            double seconds = Double.parseDouble(text);
            if (text.matches("[-+0-9.eE]+")) {
                if (Math.abs(seconds) > 9.2e9) {
                    throw ApiException.parameter(name, "cannot parse \"" + text
                            + "\" to a valid duration. It overflows int64");
                }
                return Duration.ofNanos(Math.round(seconds * 1e9));
            }
        } catch (NumberFormatException _) {
            // not a number: PromQL's form
        }
        var parts = DURATION.matcher(text);
        var total = Duration.ZERO;
        int end = 0;
        while (parts.lookingAt()) {
            long count = Long.parseLong(parts.group(1));
            total = total.plus(
                    switch (parts.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        case "d" -> Duration.ofDays(count);
                        case "w" -> Duration.ofDays(7 * count);
                        case String _ -> Duration.ofDays(365 * count);
                    });
            end = parts.end();
            parts.region(end, text.length());
        }
        if (end == 0 || end != text.length()) {
            throw ApiException.parameter(name, "cannot parse \"" + text + "\" to a valid duration");
        }
        return total;
    }

    /// At most this many results; 0 is no limit.
    int limit() {
        if (!has("limit")) {
            return 0;
        }
        try {
            int limit = Integer.parseInt(text("limit"));
            if (limit < 0) {
                throw ApiException.parameter("limit", "limit must be non-negative");
            }
            return limit;
        } catch (NumberFormatException _) {
            throw ApiException.parameter("limit", "strconv.Atoi: parsing \"" + text("limit") + "\": invalid syntax");
        }
    }

    /// A whole number of 0 or more.
    int count(String name, int fallback) {
        if (!has(name)) {
            return fallback;
        }
        if (!text(name).matches("\\d{1,9}")) {
            throw ApiException.parameter(name, "expected a number of 0 or more, got \"" + text(name) + '"');
        }
        return Integer.parseInt(text(name));
    }

    /// The selectors of `match[]`; none is an empty list.
    List<List<Matcher>> matchers(Function<String, List<Matcher>> selector) {
        return texts("match[]").stream()
                .map(text -> {
                    var matchers = selector.apply(text);
                    if (matchers.stream().allMatch(Matcher::matchesAbsent)) {
                        throw ApiException.parameter("match[]", "match[] must contain at least one non-empty matcher");
                    }
                    return matchers;
                })
                .toList();
    }
}

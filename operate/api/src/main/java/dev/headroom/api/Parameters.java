package dev.headroom.api;

import dev.headroom.model.Matcher;
import dev.headroom.model.PrometheusDuration;
import dev.headroom.promql.PromqlException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The parameters of a request to the Prometheus API, read with its rules and its words for what is wrong.
public final class Parameters {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern RFC_3339 = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})(?:[.,](\\d{1,9})\\d*)?(Z|[-+]\\d{2}:\\d{2})");

    /// Prometheus' largest and smallest times, which stand for "no bound".
    private static final Instant MAX_TIME = Instant.ofEpochMilli(Long.MAX_VALUE / 4);
    private static final Instant MIN_TIME = Instant.ofEpochMilli(Long.MIN_VALUE / 4);

    /// From here on seconds are more than a count of milliseconds holds.
    private static final double MOST_SECONDS = 9.2e15;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /// Values of a form come before those of the URL. A pair that is not well encoded, or has a `;`, does not count.
    ///
    /// @param form a URL-encoded body, empty when there is none
    /// @param query what follows the `?` of the URL
    public static Parameters of(String form, String query) {
        var values = new LinkedHashMap<String, List<String>>();
        for (var source : List.of(form, query)) {
            for (var pair : source.split("&")) {
                int equals = pair.indexOf('=');
                var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                var value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
                if (!pair.isEmpty() && !pair.contains(";") && name.isPresent() && value.isPresent()) {
                    values.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(value.get());
                }
            }
        }
        return new Parameters(values);
    }

    private static Optional<String> decoded(String text) {
        return FormText.bytes(text, true).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    public String text(String name) {
        return texts(name).stream().findFirst().orElse("");
    }

    public boolean has(String name) {
        return !text(name).isEmpty();
    }

    public List<String> texts(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /// A time that must be there.
    public Instant time(String name) {
        return parsed(text(name)).orElseThrow(() -> ApiException.parameter(name, notATime(name)));
    }

    public Instant time(String name, Instant fallback) {
        if (!has(name)) {
            return fallback;
        }
        return parsed(text(name)).orElseThrow(() -> ApiException.parameter(
                name, "invalid time value for '" + name + "': " + notATime(name)));
    }

    private String notATime(String name) {
        return "cannot parse \"" + text(name) + "\" to a valid timestamp";
    }

    Instant earliest() {
        return time("start", MIN_TIME);
    }

    Instant latest() {
        return time("end", MAX_TIME);
    }

    private static Optional<Instant> parsed(String text) {
        if (NUMBER.matcher(text).matches()) {
            double seconds = Double.parseDouble(text);
            return Double.isInfinite(seconds)
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(millis(seconds)));
        }
        var date = RFC_3339.matcher(text);
        if (date.matches()) {
            var fraction = date.group(2) == null ? "" : "." + date.group(2);
            try {
                return Optional.of(OffsetDateTime.parse(date.group(1) + fraction + date.group(3)).toInstant());
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
        return switch (text) {
            case "-292273086-05-16T16:47:06Z" -> Optional.of(MIN_TIME);
            case "292277025-08-18T07:12:54.999999999Z" -> Optional.of(MAX_TIME);
            default -> Optional.empty();
        };
    }

    /// Whole milliseconds; the fraction alone is rounded, for large numbers of seconds have none to lose.
    private static long millis(double seconds) {
        if (Math.abs(seconds) > MOST_SECONDS) {
            return seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        long whole = (long) seconds;
        return whole * 1000 + Math.round((seconds - whole) * 1000);
    }

    /// A duration: seconds as a number, or Prometheus' form.
    public Duration duration(String name) {
        try {
            return parsedDuration(text(name));
        } catch (DateTimeException wrong) {
            throw ApiException.parameter(name, String.valueOf(wrong.getMessage()));
        }
    }

    /// @throws DateTimeException in Prometheus' words
    static Duration parsedDuration(String text) {
        if (NUMBER.matcher(text).matches()) {
            double nanos = Double.parseDouble(text) * 1e9;
            if (Math.abs(nanos) > 0x1p63) {
                throw new DateTimeException("cannot parse \"" + text + "\" to a valid duration. It overflows int64");
            }
            return Duration.ofNanos((long) nanos);
        }
        try {
            return PrometheusDuration.parse(text);
        } catch (DateTimeException _) {
            throw new DateTimeException("cannot parse \"" + text + "\" to a valid duration");
        }
    }

    /// At most this many results; 0 is no limit.
    public int limit() {
        if (!has("limit")) {
            return 0;
        }
        var text = text("limit");
        if (!WHOLE.matcher(text).matches() || text.length() > 18) {
            throw ApiException.parameter("limit", "strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        long limit = Long.parseLong(text);
        if (limit < 0) {
            throw ApiException.parameter("limit", "limit must be non-negative");
        }
        return (int) Math.min(limit, Integer.MAX_VALUE);
    }

    /// A whole number that may be negative, for parameters whose errors are not those of [#limit()].
    int whole(String name, int fallback) {
        if (!has(name)) {
            return fallback;
        }
        if (!WHOLE.matcher(text(name)).matches() || text(name).length() > 18) {
            throw new ApiException(400, "bad_data", name + " must be a number");
        }
        return Math.clamp(Long.parseLong(text(name)), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /// A whole number of 0 or more.
    public int count(String name, int fallback) {
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
                    var matchers = selected(selector, text);
                    if (matchers.stream().allMatch(Matcher::matchesAbsent)) {
                        throw ApiException.parameter("match[]", "match[] must contain at least one non-empty matcher");
                    }
                    return matchers;
                })
                .toList();
    }

    private static List<Matcher> selected(Function<String, List<Matcher>> selector, String text) {
        try {
            return selector.apply(text);
        } catch (PromqlException wrong) {
            throw ApiException.parameter("match[]", wrong.getMessage());
        }
    }
}

package dev.headroom.kubectl;

import dev.headroom.model.HumanDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Times of API objects, and how long ago they were.
final class Age {

    /// The time of an object that has none.
    static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    /// Go's durations end here, which is where ages stop to grow.
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Age() {}

    /// `3m20s`, or `<unknown>` where there is no time.
    static String of(JsonNode time, Instant now) {
        return of(time(time), now);
    }

    static String of(Optional<Instant> time, Instant now) {
        return time.map(since -> Duration.between(since, now))
                .map(age -> age.compareTo(LONGEST) > 0 ? LONGEST : age)
                .map(HumanDuration::of)
                .orElse("<unknown>");
    }

    /// The instant that a field of an API object names; empty where it is missing or zero.
    static Optional<Instant> time(JsonNode time) {
        if (!time.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(time.asString())).filter(instant -> !instant.equals(ZERO));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}

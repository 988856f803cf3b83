package dev.headroom.kubernetes;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What became of a request.
public sealed interface Answer {

    /// Done; `object` is what was asked for, or the list.
    record Done(JsonNode object) implements Answer {}

    /// The API server said no.
    ///
    /// @param code of HTTP
    /// @param reason one word: `NotFound`, `Conflict`, `AlreadyExists`, `Expired`, ...
    /// @param retryAfter how long it asks to be left alone
    record Refused(int code, String reason, String message, Optional<Duration> retryAfter) implements Answer {}

    /// Nobody answered in time; a write may have been done all the same.
    record Unanswered(String why) implements Answer {}

    /// It was not sent: who wanted to write does not lead, or not for long enough.
    record Fenced(String why) implements Answer {}

    default Optional<JsonNode> found() {
        return this instanceof Done(var object) ? Optional.of(object) : Optional.empty();
    }

    default boolean isDone() {
        return this instanceof Done;
    }

    default boolean isNotFound() {
        return this instanceof Refused refused && refused.code() == 404;
    }

    /// Whether the object changed since it was read, or is there already.
    default boolean isConflict() {
        return this instanceof Refused refused && refused.code() == 409;
    }

    /// Whether what was read is too old to go on from it.
    default boolean isExpired() {
        return this instanceof Refused refused && refused.code() == 410;
    }

    /// Why it was not done; the API server's own words where there are some.
    default String why() {
        return switch (this) {
            case Done _ -> "";
            case Refused refused -> refused.message().isEmpty()
                    ? "the API server answered " + refused.code() + " " + refused.reason()
                    : refused.message();
            case Unanswered(var why) -> why;
            case Fenced(var why) -> why;
        };
    }
}

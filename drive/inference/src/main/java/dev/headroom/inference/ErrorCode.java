package dev.headroom.inference;

import java.util.Locale;

/// What was wrong with a request: the `code` of its error answer and the `error_type` of `http_request_errors_total`.
enum ErrorCode {
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    UNSUPPORTED_MEDIA_TYPE(415),
    BODY_TOO_LARGE(413),
    BODY_TIMEOUT(408),
    MALFORMED_JSON(400),
    MISSING_FIELD(422),
    UNKNOWN_FIELD(422),
    DUPLICATE_FIELD(422),
    WRONG_TYPE(422),
    OUT_OF_RANGE(422),
    TOO_FEW_ROWS(422),
    TOO_MANY_ROWS(422),
    BAD_TIMESTAMP(422),
    DUPLICATE_TIMESTAMP(422),
    UNSORTED_TIMESTAMPS(422),
    IRREGULAR_TIMESTAMPS(422),
    QUEUE_FULL(429),
    CLIENT_CLOSED_REQUEST(499),
    INTERNAL(500),
    NOT_READY(503),
    STOPPING(503);

    private final int status;
    private final String word = name().toLowerCase(Locale.ROOT);

    ErrorCode(int status) {
        this.status = status;
    }

    /// The HTTP status of the answer.
    int status() {
        return status;
    }

    /// As it is written in answers and labels.
    String word() {
        return word;
    }
}

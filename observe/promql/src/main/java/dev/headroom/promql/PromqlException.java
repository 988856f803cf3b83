package dev.headroom.promql;

import java.io.Serial;

/// A query that has no answer. `kind` is the `errorType` of Prometheus' HTTP API.
public final class PromqlException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /// What went wrong, in the words of Prometheus' API (`bad_data`, `execution`, ...).
    public enum Kind {
        BAD_DATA,
        EXECUTION,
        TIMEOUT,
        CANCELED,
        INTERNAL,
        UNAVAILABLE
    }

    private final Kind kind;

    public PromqlException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }
}

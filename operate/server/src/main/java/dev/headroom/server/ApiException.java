package dev.headroom.server;

import java.io.Serial;

/// A request to the Prometheus API that gets an error for an answer.
final class ApiException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String errorType;

    ApiException(int status, String errorType, String message) {
        super(message);
        this.status = status;
        this.errorType = errorType;
    }

    /// The error for a parameter, in Prometheus' words.
    static ApiException parameter(String name, String message) {
        return new ApiException(400, "bad_data", "invalid parameter \"" + name + "\": " + message);
    }

    int status() {
        return status;
    }

    String errorType() {
        return errorType;
    }
}

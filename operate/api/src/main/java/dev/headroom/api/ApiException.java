package dev.headroom.api;

import java.io.Serial;

/// A request that cannot be answered, with Prometheus' status code and error type; the message is the one for the user.
public final class ApiException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String errorType;

    public ApiException(int status, String errorType, String message) {
        super(message);
        this.status = status;
        this.errorType = errorType;
    }

    /// The error for a parameter, in Prometheus' words.
    public static ApiException parameter(String name, String message) {
        return new ApiException(400, "bad_data", "invalid parameter \"" + name + "\": " + message);
    }

    public int status() {
        return status;
    }

    public String errorType() {
        return errorType;
    }
}

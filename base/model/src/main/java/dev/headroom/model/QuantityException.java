package dev.headroom.model;

import java.io.Serial;

/// A text that is no quantity; the message is the API server's.
public final class QuantityException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    public QuantityException(String message) {
        super(message);
    }
}

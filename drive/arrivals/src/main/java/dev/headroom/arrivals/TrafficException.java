package dev.headroom.arrivals;

import java.io.Serial;

/// A shape or trace that cannot be read; the message is one line: what, where, expected, got.
public final class TrafficException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public TrafficException(String message) {
        super(message);
    }
}

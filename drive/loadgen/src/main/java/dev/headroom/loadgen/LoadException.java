package dev.headroom.loadgen;

import java.io.Serial;

/// A load test that cannot be run as it was asked for; the message is one line: what, expected, got.
public final class LoadException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public LoadException(String message) {
        super(message);
    }
}

package dev.headroom.recording;

import java.io.Serial;

/// A file that cannot be replayed; the message is one line: where, expected, got.
public final class ReplayException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ReplayException(String message) {
        super(message);
    }
}

package dev.headroom.kubernetes;

import java.io.Serial;

/// There is no cluster to speak to; the message is one line: where, expected, got.
public final class AccessException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    AccessException(String message) {
        super(message);
    }
}

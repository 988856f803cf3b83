package dev.headroom.adapter;

import java.io.Serial;

/// A request that the rules have no query for; the message is what the adapter would log.
public final class AdapterException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    AdapterException(String message) {
        super(message);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

package dev.headroom.discovery;

import java.io.Serial;

/// A list of targets that cannot be read; the message is one line that names the list.
final class SourceException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

package dev.headroom.triggers;

import java.io.Serial;

/// A trigger that KEDA would refuse to build; the message is KEDA's, one line per parameter that is wrong.
public final class TriggerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public TriggerException(String message) {
        super(message);
    }

    /// The message, never empty.
    public String text() {
        return String.valueOf(getMessage());
    }
}

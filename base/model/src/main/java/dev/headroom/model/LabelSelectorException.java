package dev.headroom.model;

import java.io.Serial;

/// A label selector that cannot be used; the message is the API server's.
public final class LabelSelectorException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    public LabelSelectorException(String message) {
        super(message);
    }
}

package dev.headroom.inspection;

import java.io.Serial;

/// Something could not be read; the message is one line: what, where, expected, got, next step.
public final class InspectionException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public InspectionException(String message) {
        super(message);
    }
}

package dev.headroom.rules;

import java.io.Serial;

/// A template of an alert that does not parse, or fails while it is expanded.
final class TemplateException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

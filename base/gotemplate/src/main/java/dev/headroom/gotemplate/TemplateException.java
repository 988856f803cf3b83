package dev.headroom.gotemplate;

import java.io.Serial;

/// A template that does not parse, or fails while it is expanded.
public final class TemplateException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}

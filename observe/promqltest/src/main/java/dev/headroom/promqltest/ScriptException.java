package dev.headroom.promqltest;

import java.io.Serial;

/// A script that cannot be read; the message is one line: file, line, expected, got.
public final class ScriptException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ScriptException(String message) {
        super(message);
    }
}

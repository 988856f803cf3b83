package dev.headroom.decisiontest;

import java.io.Serial;

/// A decision script that cannot be run; the message is one line: file, line, expected, got.
public final class DecisionScriptException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    DecisionScriptException(String message) {
        super(message);
    }
}

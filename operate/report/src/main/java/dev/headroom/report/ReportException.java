package dev.headroom.report;

import java.io.Serial;

/// A report that cannot be kept; the message is one line: where, expected, got, next step.
public final class ReportException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ReportException(String message) {
        super(message);
    }
}

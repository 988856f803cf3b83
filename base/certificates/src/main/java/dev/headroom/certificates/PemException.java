package dev.headroom.certificates;

/// A PEM text that does not hold what was looked for.
public final class PemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PemException(String message) {
        super(message);
    }

    PemException(String message, Throwable cause) {
        super(message, cause);
    }
}

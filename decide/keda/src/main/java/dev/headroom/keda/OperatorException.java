package dev.headroom.keda;

/// Why the operator cannot go on with an object, in KEDA's words; it never leaves the package.
final class OperatorException extends Exception {

    private static final long serialVersionUID = 1L;

    OperatorException(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

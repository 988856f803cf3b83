package dev.headroom.inference;

/// A request that gets an error for an answer. Carries no stack trace: it is the client's error, not the program's.
final class RequestException extends Exception {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final String field;

    /// @param field the part of the body that is wrong, such as `history[3].value`; empty when it is none
    RequestException(ErrorCode code, String field, String message) {
        super(message, null, false, false);
        this.code = code;
        this.field = field;
    }

    ErrorCode code() {
        return code;
    }

    String field() {
        return field;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

package dev.headroom.programs;

/// A program of others cannot be built or does not start; the message is one line that says what, where and what to do.
public final class ProgramException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ProgramException(String message) {
        super(message);
    }

    public ProgramException(String message, Throwable cause) {
        super(message, cause);
    }
}

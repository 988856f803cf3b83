package dev.headroom.cli;

/// The exit statuses that scripts rely on.
final class ExitStatus {

    static final int DONE = 0;
    static final int CHECK_FAILED = 1;
    static final int WRONG_INPUT = 2;
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}

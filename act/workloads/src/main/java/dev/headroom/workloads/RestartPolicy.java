package dev.headroom.workloads;

/// `restartPolicy` of a pod: whether a container that has ended is started again.
public enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER;

    /// Whether one that ended with that exit code is.
    public boolean restarts(int exitCode) {
        return switch (this) {
            case ALWAYS -> true;
            case ON_FAILURE -> exitCode != 0;
            case NEVER -> false;
        };
    }
}

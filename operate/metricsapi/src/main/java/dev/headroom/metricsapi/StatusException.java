package dev.headroom.metricsapi;

/// A request that is answered with a status object.
public final class StatusException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Status status;

    public StatusException(Status status) {
        super(status.message());
        this.status = status;
    }

    public Status status() {
        return status;
    }
}

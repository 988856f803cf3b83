package dev.headroom.autoscaler;

/// Whose turn it is: a ScaledObject's triggers are polled every `pollingInterval`, its HorizontalPodAutoscaler decides
/// every sync period.
public enum Turn {
    POLL(true, false),
    SYNC(false, true),
    BOTH(true, true);

    private final boolean polls;
    private final boolean syncs;

    Turn(boolean polls, boolean syncs) {
        this.polls = polls;
        this.syncs = syncs;
    }

    boolean polls() {
        return polls;
    }

    boolean syncs() {
        return syncs;
    }
}

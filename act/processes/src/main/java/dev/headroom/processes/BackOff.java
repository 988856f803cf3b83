package dev.headroom.processes;

import java.time.Duration;
import java.time.Instant;

/// How long a container that keeps ending waits before it is started again: the first time not at all, then twice as
/// long each time, and from the beginning when it ran for long. Source: the kubelet's `flowcontrol.Backoff`.
final class BackOff {

    private final Duration initial;
    private final Duration max;
    private Duration wait = Duration.ZERO;
    private Instant lastRestart = Instant.MIN;

    BackOff(Duration initial, Duration max) {
        this.initial = initial;
        this.max = max;
    }

    /// From its end at `finishedAt` on.
    Duration after(Instant finishedAt) {
        return forgotten(finishedAt) ? Duration.ZERO : wait;
    }

    /// It is started again at `now` after it ended at `finishedAt`.
    void restarted(Instant finishedAt, Instant now) {
        var doubled = wait.multipliedBy(2);
        wait = forgotten(finishedAt) ? initial : doubled.compareTo(max) > 0 ? max : doubled;
        lastRestart = now;
    }

    private boolean forgotten(Instant finishedAt) {
        return lastRestart.equals(Instant.MIN)
                || Duration.between(lastRestart, finishedAt).compareTo(max.multipliedBy(2)) > 0;
    }
}

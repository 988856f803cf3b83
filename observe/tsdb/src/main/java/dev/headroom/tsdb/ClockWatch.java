package dev.headroom.tsdb;

import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;

/// Watches whether the clock goes as fast as time does. A clock that was set, or a machine that slept, counts as a
/// step, and trust begins anew.
final class ClockWatch {

    private final Timeline timeline;
    private Instant lastTime;
    private long lastNanos;
    private long steadyNanos;

    ClockWatch(Timeline timeline) {
        this.timeline = timeline;
        this.lastTime = timeline.now();
        this.lastNanos = timeline.nanos();
    }

    /// Looks at the clock.
    ///
    /// @return whether it was set by more than the tolerance since the last look
    boolean stepped() {
        var now = timeline.now();
        long nanos = timeline.nanos();
        long elapsed = nanos - lastNanos;
        var off = Duration.between(lastTime, now).minusNanos(elapsed).abs();
        lastTime = now;
        lastNanos = nanos;
        boolean step = off.compareTo(StorageOptions.CLOCK_TOLERANCE) > 0;
        steadyNanos = step ? 0 : steadyNanos + elapsed;
        return step;
    }

    /// How long it has gone steadily.
    Duration steady() {
        return Duration.ofNanos(steadyNanos);
    }
}

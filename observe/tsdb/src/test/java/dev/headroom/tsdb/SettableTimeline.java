package dev.headroom.tsdb;

import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;

/// A clock that goes as it is told and can be set, and has no agenda: a storage does nothing by itself.
final class SettableTimeline implements Timeline {

    private Instant now;
    private long nanos;

    SettableTimeline(Instant start) {
        this.now = start;
    }

    void advance(Duration span) {
        now = now.plus(span);
        nanos += span.toNanos();
    }

    /// Sets the clock; no time passes.
    void set(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Scheduled after(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("no agenda");
    }

    @Override
    public Scheduled every(Duration initialDelay, Duration period, Runnable task) {
        throw new UnsupportedOperationException("no agenda");
    }
}

package dev.headroom.timeline;

import java.time.Duration;
import java.time.Instant;

/// A clock with an agenda. Tasks of one schedule never overlap each other; tasks of different schedules may.
public interface Timeline {

    Instant now();

    /// A reading that only ever goes forward, in nanoseconds from an arbitrary origin; for durations.
    long nanos();

    /// Runs `task` once, `delay` from now.
    Scheduled after(Duration delay, Runnable task);

    /// Runs `task` first after `initialDelay` and then on the grid of `period`. A run that takes longer than the period
    /// skips the grid points it covered instead of catching up.
    Scheduled every(Duration initialDelay, Duration period, Runnable task);

    /// A task on the agenda.
    interface Scheduled {

        /// Takes the task off the agenda; a run that is under way ends by itself.
        void cancel();
    }
}

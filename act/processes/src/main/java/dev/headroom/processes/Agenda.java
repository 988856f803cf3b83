package dev.headroom.processes;

import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// A timeline whose tasks run on the one thread that owns a control loop's state. A task cancelled on that thread never
/// runs afterwards, even when it was due already.
public final class Agenda implements Executor {

    private final Timeline timeline;
    private final Executor loop;

    public Agenda(Timeline timeline, Executor loop) {
        this.timeline = timeline;
        this.loop = loop;
    }

    /// An agenda on the thread that advances a virtual timeline.
    public static Agenda inline(Timeline timeline) {
        return new Agenda(timeline, task -> timeline.after(Duration.ZERO, task));
    }

    public Instant now() {
        return timeline.now();
    }

    long nanos() {
        return timeline.nanos();
    }

    /// Runs `task` on the loop after what is waiting there already.
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    public Scheduled after(Duration delay, Runnable task) {
        var cancelled = new AtomicBoolean();
        var scheduled = timeline.after(delay, () -> loop.execute(() -> runUnless(cancelled, task)));
        return cancelling(cancelled, scheduled);
    }

    Scheduled every(Duration initialDelay, Duration period, Runnable task) {
        var cancelled = new AtomicBoolean();
        var scheduled = timeline.every(initialDelay, period, () -> loop.execute(() -> runUnless(cancelled, task)));
        return cancelling(cancelled, scheduled);
    }

    private static void runUnless(AtomicBoolean cancelled, Runnable task) {
        if (!cancelled.get()) {
            task.run();
        }
    }

    private static Scheduled cancelling(AtomicBoolean cancelled, Scheduled scheduled) {
        return () -> {
            cancelled.set(true);
            scheduled.cancel();
        };
    }
}

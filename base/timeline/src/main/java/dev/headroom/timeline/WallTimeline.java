package dev.headroom.timeline;

import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The time of the machine. One platform thread keeps the agenda; each task runs on a virtual thread of its own, so a
/// slow task delays nobody else. What a task throws goes to the handler, and its schedule goes on.
public final class WallTimeline implements Timeline, AutoCloseable {

    private final ScheduledThreadPoolExecutor agenda;
    private final InstantSource wall;
    private final UncaughtExceptionHandler failures;

    /// A timeline whose tasks are expected not to throw: what they throw is handled as for any thread.
    public WallTimeline() {
        this((thread, failure) -> thread.getThreadGroup().uncaughtException(thread, failure));
    }

    public WallTimeline(UncaughtExceptionHandler failures) {
        this(InstantSource.system(), failures);
    }

    /// @param wall the clock of the machine, or one that differs from it
    public WallTimeline(InstantSource wall, UncaughtExceptionHandler failures) {
        this.wall = wall;
        this.failures = failures;
        this.agenda = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().daemon().name("timeline").factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        agenda.setRemoveOnCancelPolicy(true);
        agenda.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return wall.instant();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Scheduled after(Duration delay, Runnable task) {
        var future = agenda.schedule(() -> start(task, new AtomicBoolean(true)), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Scheduled every(Duration initialDelay, Duration period, Runnable task) {
        var running = new AtomicBoolean();
        var future = agenda.scheduleAtFixedRate(
                () -> {
                    if (running.compareAndSet(false, true)) {
                        start(task, running);
                    }
                },
                initialDelay.toNanos(),
                period.toNanos(),
                TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private void start(Runnable task, AtomicBoolean running) {
        Thread.ofVirtual().name("timeline-task").start(() -> {
            try {
                task.run();
            } catch (Throwable failure) {
                failures.uncaughtException(Thread.currentThread(), failure);
            } finally {
                running.set(false);
            }
        });
    }

    /// Takes everything off the agenda; tasks under way end by themselves, and what they plan comes to nothing.
    @Override
    public void close() {
        agenda.shutdownNow();
    }
}

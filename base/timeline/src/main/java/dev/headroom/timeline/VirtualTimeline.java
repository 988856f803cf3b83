package dev.headroom.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that passes only when told to. All tasks run on the thread that advances it, in the order of their due times
/// and, at one instant, in the order in which they were scheduled; so a test that uses it is deterministic.
public final class VirtualTimeline implements Timeline {

    private final PriorityQueue<Entry> agenda =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::sequence));
    private final Instant start;
    private Instant now;
    private long sequence;

    public VirtualTimeline(Instant start) {
        this.start = start;
        this.now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return Duration.between(start, now).toNanos();
    }

    @Override
    public Scheduled after(Duration delay, Runnable task) {
        var scheduled = new Task();
        add(now.plus(delay), scheduled, task);
        return scheduled;
    }

    @Override
    public Scheduled every(Duration initialDelay, Duration period, Runnable task) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period must be positive: " + period);
        }
        var scheduled = new Task();
        repeat(now.plus(initialDelay), period, scheduled, task);
        return scheduled;
    }

    private void repeat(Instant due, Duration period, Task scheduled, Runnable task) {
        add(due, scheduled, () -> {
            task.run();
            repeat(due.plus(period), period, scheduled, task);
        });
    }

    private void add(Instant due, Task scheduled, Runnable task) {
        agenda.add(new Entry(due, sequence++, scheduled, task));
    }

    /// Lets `span` pass and runs what is due on the way, the last instant included.
    public void advance(Duration span) {
        advanceTo(now.plus(span));
    }

    public void advanceTo(Instant instant) {
        while (!agenda.isEmpty() && !agenda.element().due().isAfter(instant)) {
            var next = agenda.remove();
            if (next.due().isAfter(now)) {
                now = next.due();
            }
            if (!next.scheduled().cancelled) {
                next.task().run();
            }
        }
        if (instant.isAfter(now)) {
            now = instant;
        }
    }

    private record Entry(Instant due, long sequence, Task scheduled, Runnable task) {}

    private static final class Task implements Scheduled {
        private boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}

package dev.headroom.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Time that passes only when told to. All tasks run on the thread that advances it, in the order of their due times
/// and, at one instant, in the order in which they were scheduled; so a test that uses it is deterministic. Other
/// threads may read the time and schedule.
public final class VirtualTimeline implements Timeline {

    private final PriorityQueue<Entry> agenda =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::sequence));
    private final Instant start;
    private volatile Instant now;
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

    private synchronized void add(Instant due, Task scheduled, Runnable task) {
        agenda.add(new Entry(due, sequence++, scheduled, task));
    }

    /// Lets `span` pass and runs what is due on the way, the last instant included.
    public void advance(Duration span) {
        advanceTo(now.plus(span));
    }

    public void advanceTo(Instant instant) {
        for (var next = due(instant); next != null; next = due(instant)) {
            if (!next.scheduled().cancelled) {
                next.task().run();
            }
        }
    }

    /// The next entry until then, out of the agenda and with its time come; without one, that instant has come.
    private synchronized @Nullable Entry due(Instant instant) {
        var first = agenda.peek();
        if (first == null || first.due().isAfter(instant)) {
            pass(instant);
            return null;
        }
        pass(first.due());
        return agenda.remove();
    }

    private void pass(Instant until) {
        if (until.isAfter(now)) {
            now = until;
        }
    }

    private record Entry(Instant due, long sequence, Task scheduled, Runnable task) {}

    private static final class Task implements Scheduled {
        private volatile boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}

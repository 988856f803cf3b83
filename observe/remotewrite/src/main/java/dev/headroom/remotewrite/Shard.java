package dev.headroom.remotewrite;

import dev.headroom.tsdb.LogPosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The samples of some of the series that wait for one receiver, in the order of the log. Guarded by its queue.
///
/* notes
 * 1. `batch` is what is being sent: under way, pausing after a failure, or about to begin. `parts` are the rest of a
 *    batch that was split, sent before anything else. `waiting` is everything after that.
 * 2. Something leaves the shard only when it was confirmed, refused, or is too old.
 * Invariant: batch, parts and waiting, one after the other, are in the order of the log; so the first of them says what
 * was confirmed, and a series, which is always of the same shard, is sent in its order. */
final class Shard {

    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Deque<List<Pending>> parts = new ArrayDeque<>();
    private List<Pending> batch = List.of();
    private long waitingSince;
    private boolean underWay;
    private boolean pausing;
    private boolean retired;
    private Duration backoff = Duration.ZERO;

    void add(Pending pending, long nanos) {
        if (waiting.isEmpty()) {
            waitingSince = nanos;
        }
        waiting.add(pending);
    }

    int waiting() {
        return waiting.size();
    }

    int size() {
        return waiting.size() + batch.size() + parts.stream().mapToInt(List::size).sum();
    }

    boolean isIdle() {
        return !underWay && !pausing && !retired;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /// Whether something was tried that may be tried again.
    boolean hasTried() {
        return !batch.isEmpty() || !parts.isEmpty();
    }

    List<Pending> batch() {
        return batch;
    }

    /// How long the oldest sample that waits has done so.
    Duration waited(long nanos) {
        return waiting.isEmpty() ? Duration.ZERO : Duration.ofNanos(nanos - waitingSince);
    }

    /// Begins the next batch: what is left of one that was split, or a full one, or, when its time has come, whatever
    /// waits.
    ///
    /// @return whether there is one
    boolean begin(int most, boolean due, long nanos) {
        if (batch.isEmpty() && !parts.isEmpty()) {
            batch = parts.remove();
        } else if (batch.isEmpty() && (waiting.size() >= most || due) && !waiting.isEmpty()) {
            var begun = new ArrayList<Pending>(Math.min(most, waiting.size()));
            while (begun.size() < most && !waiting.isEmpty()) {
                begun.add(waiting.remove());
            }
            batch = begun;
            waitingSince = nanos;
        }
        return !batch.isEmpty();
    }

    /// Leaves out what is older than a time.
    ///
    /// @return how many that were
    int dropBefore(long millis) {
        var young = batch.stream().filter(one -> one.timestampMillis() >= millis).toList();
        int old = batch.size() - young.size();
        batch = young;
        return old;
    }

    void sending() {
        underWay = true;
    }

    void answered() {
        underWay = false;
    }

    /// The batch is done with.
    void done() {
        batch = List.of();
        backoff = Duration.ZERO;
    }

    /// The batch is to be sent in two halves.
    void split() {
        int half = batch.size() / 2;
        parts.addFirst(batch.subList(half, batch.size()));
        parts.addFirst(batch.subList(0, half));
        done();
    }

    /// The batch is to be sent again after a pause.
    ///
    /// @param asked how long the receiver asks for; zero when it does not
    Duration pause(Duration asked, Duration least, Duration most) {
        pausing = true;
        var pause = asked.isPositive() ? asked : backoff.isZero() ? least : backoff;
        var doubled = pause.multipliedBy(2);
        backoff = doubled.compareTo(most) > 0 ? most : doubled;
        return pause;
    }

    void paused() {
        pausing = false;
    }

    /// The oldest that was not confirmed.
    Optional<LogPosition> first() {
        if (!batch.isEmpty()) {
            return Optional.of(batch.getFirst().place());
        }
        return parts.isEmpty()
                ? Optional.ofNullable(waiting.peek()).map(Pending::place)
                : Optional.of(parts.getFirst().getFirst().place());
    }

    /// Gives everything away, in its order; the shard is not used any more.
    List<Pending> retire() {
        retired = true;
        var all = new ArrayList<>(batch);
        parts.forEach(all::addAll);
        all.addAll(waiting);
        return all;
    }
}

package dev.headroom.inference;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Who may predict: `maxConcurrency` tickets are active, at most `queueLimit` more wait in line, beyond that nobody
/// gets in. Lives on the event loop, so it needs no locks.
///
/// @param <T> a prediction
final class PredictQueue<T> {

    private final int maxConcurrency;
    private final int queueLimit;
    private final Consumer<T> start;
    private final ArrayDeque<T> line = new ArrayDeque<>();
    private int active;

    /// @param start begins an active prediction; [#finished()] must follow for each
    PredictQueue(int maxConcurrency, int queueLimit, Consumer<T> start) {
        this.maxConcurrency = maxConcurrency;
        this.queueLimit = queueLimit;
        this.start = start;
    }

    /// Starts the prediction or puts it at the end of the line; false when the line is full.
    boolean offer(T prediction) {
        if (active < maxConcurrency) {
            active++;
            start.accept(prediction);
            return true;
        }
        if (line.size() >= queueLimit) {
            return false;
        }
        line.add(prediction);
        return true;
    }

    /// Takes a prediction that nobody waits for any more out of the line; one that is active ends by itself.
    void abandon(T prediction) {
        line.remove(prediction);
    }

    /// An active prediction ended: the first in line takes its place.
    void finished() {
        var next = line.poll();
        if (next == null) {
            active--;
        } else {
            start.accept(next);
        }
    }

    int active() {
        return active;
    }

    int queued() {
        return line.size();
    }
}

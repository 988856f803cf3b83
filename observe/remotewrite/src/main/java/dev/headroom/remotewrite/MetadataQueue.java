package dev.headroom.remotewrite;

import dev.headroom.config.RemoteWriteConfig;
import dev.headroom.remotewrite.RemoteSender.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Tells one receiver every now and then what the metrics are. What is left of one time is dropped for the next.
final class MetadataQueue {

    private final RemoteWriteConfig config;
    private final RemoteQueue.Around around;
    private final Deque<List<MetricMetadata>> waiting = new ArrayDeque<>();
    private Duration backoff = Duration.ZERO;
    private boolean busy;
    private boolean closed;
    private long sent;
    private long failed;

    MetadataQueue(RemoteWriteConfig config, RemoteQueue.Around around) {
        this.config = config;
        this.around = around;
    }

    /// Begins a round.
    synchronized void collect() {
        waiting.clear();
        var metrics = around.metadata().get();
        int most = (int) Math.min(Integer.MAX_VALUE, config.metadata().maxSamplesPerSend());
        for (int from = 0; from < metrics.size(); from += most) {
            waiting.add(metrics.subList(from, Math.min(metrics.size(), from + most)));
        }
        next();
    }

    private void next() {
        var batch = waiting.peek();
        if (busy || closed || batch == null) {
            return;
        }
        busy = true;
        var _ = around.sender()
                .send(config, SnappyBlock.pack(WriteRequest.ofMetadata(batch)))
                .exceptionally(failure -> new Outcome.TryLater(String.valueOf(failure), Duration.ZERO))
                .thenAccept(outcome -> around.timeline().after(Duration.ZERO, () -> ended(batch, outcome)));
    }

    private synchronized void ended(List<MetricMetadata> batch, Outcome outcome) {
        var pause = Duration.ZERO;
        switch (outcome) {
            case Outcome.Accepted _ -> sent += batch.size();
            case Outcome.Refused _ -> failed += batch.size();
            case Outcome.TryLater later -> {
                var limits = config.queue();
                pause = later.pause().isPositive() ? later.pause() : backoff.isZero() ? limits.minBackoff() : backoff;
                var doubled = pause.multipliedBy(2);
                backoff = doubled.compareTo(limits.maxBackoff()) > 0 ? limits.maxBackoff() : doubled;
            }
        }
        if (!(outcome instanceof Outcome.TryLater)) {
            waiting.remove(batch);
            backoff = Duration.ZERO;
        }
        around.timeline().after(pause, this::again);
    }

    private synchronized void again() {
        busy = false;
        next();
    }

    synchronized void stop() {
        closed = true;
    }

    synchronized long sent() {
        return sent;
    }

    synchronized long failed() {
        return failed;
    }
}

package dev.headroom.remotewrite;

import dev.headroom.config.RemoteWriteConfig;
import dev.headroom.files.DamagedException;
import dev.headroom.files.Disk;
import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import dev.headroom.tsdb.Exemplars;
import dev.headroom.tsdb.LogTail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is stored to every receiver of a configuration, each at its own pace, over restarts and changes of the
/// configuration. The log keeps what a receiver has yet to confirm, up to the limit `heldLogBytes`.
public final class RemoteWrites implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteWrites.class);

    /// Commits within that time are read together.
    private static final Duration SETTLE = Duration.ofMillis(50);

    /// How often is written down what was confirmed.
    private static final Duration UPKEEP = Duration.ofSeconds(1);

    /// How long the end of the program waits for requests under way.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RemoteQueue.Around around;
    private final PositionFiles files;
    private final AtomicBoolean due = new AtomicBoolean();
    private final Scheduled upkeep;
    private final Duration patience;
    private volatile List<Served> served = List.of();

    /// What is stored, and what is known about it.
    ///
    /// @param disk where the folder is
    /// @param folder for what was confirmed
    /// @param exemplars tell of every one that is kept
    /// @param metadata what the metrics of the scrape targets are now, each once
    public record Stored(
            LogTail log, Exemplars exemplars, Disk disk, Path folder, Supplier<List<MetricMetadata>> metadata) {}

    public RemoteWrites(Stored stored, RemoteSender sender, Timeline timeline) {
        this(stored, sender, timeline, PATIENCE);
    }

    RemoteWrites(Stored stored, RemoteSender sender, Timeline timeline, Duration patience) {
        this.patience = patience;
        this.around = new RemoteQueue.Around(stored.log(), sender, timeline, stored.metadata());
        this.files = new PositionFiles(stored.disk(), stored.folder());
        stored.log().onCommit(this::committed);
        stored.exemplars().onKept((series, exemplar) ->
                served.forEach(one -> one.queue().take(series, exemplar)));
        stored.log().hold(this::neededSegment);
        this.upkeep = timeline.every(UPKEEP, UPKEEP, this::keepUp);
    }

    private void committed() {
        if (!served.isEmpty() && due.compareAndSet(false, true)) {
            around.timeline().after(SETTLE, () -> {
                due.set(false);
                served.forEach(one -> one.queue().pump());
            });
        }
    }

    private long neededSegment() {
        return served.stream().mapToLong(one -> one.queue().neededSegment()).min().orElse(Long.MAX_VALUE);
    }

    private void keepUp() {
        for (var one : served) {
            one.queue().pump();
            one.writeDown();
        }
    }

    /// Makes the receivers those of a configuration. What one that stays has yet to get, it still gets; one that is new
    /// gets what is stored from now on.
    public synchronized void sync(List<RemoteWriteConfig> wanted, Map<String, String> externalLabels) {
        var before = new HashMap<String, Served>();
        served.forEach(one -> before.put(one.identity(), one));
        var now = new ArrayList<Served>();
        receivers(wanted, externalLabels).forEach((identity, receiver) -> {
            var known = before.remove(identity);
            if (known == null) {
                now.add(new Served(receiver));
            } else {
                known.change(receiver);
                now.add(known);
            }
        });
        served = List.copyOf(now);
        before.values().forEach(Served::remove);
        try {
            files.keep(now.stream().map(Served::identity).toList());
        } catch (IOException failure) {
            LOG.warn("remote write: positions of former receivers cannot be deleted: {}", failure.toString());
        }
    }

    /// Receivers by what they are known by. Two without names may have one URL: these are told apart by their order.
    private static Map<String, Receiver> receivers(List<RemoteWriteConfig> wanted, Map<String, String> externalLabels) {
        var receivers = new LinkedHashMap<String, Receiver>();
        for (var config : wanted) {
            if (!Receiver.isServed(config)) {
                continue;
            }
            var known = config.name().isEmpty() ? config.url() : config.name();
            var identity = known;
            for (int number = 2; receivers.containsKey(identity); number++) {
                identity = known + "#" + number;
            }
            receivers.put(identity, new Receiver(identity, config, externalLabels));
        }
        return receivers;
    }

    /// How the receivers fare, in the order of the configuration.
    public List<QueueStatus> queues() {
        return served.stream().map(one -> one.queue().status()).toList();
    }

    /// The time of the newest sample that is stored.
    public long newestMillis() {
        return around.log().newestMillis();
    }

    @Override
    public synchronized void close() {
        upkeep.cancel();
        served.forEach(Served::end);
        for (var one : served) {
            one.awaitEnd();
            one.writeDown();
        }
    }

    /// One receiver, and the queue that serves it now.
    private final class Served {

        private Receiver wanted;
        private volatile RemoteQueue queue;
        private Scheduled resharding;
        private Scheduled metadata;
        private boolean changing;
        private boolean ended;
        private boolean removed;
        private Positions written;
        private String trouble = "";

        Served(Receiver receiver) {
            this.wanted = receiver;
            var start = start(receiver.identity());
            this.written = start.confirmed();
            this.queue = new RemoteQueue(receiver, start, around);
            this.resharding = schedule();
            this.metadata = metadata();
        }

        private RemoteQueue.Start start(String identity) {
            var log = around.log();
            var confirmed = Positions.at(log.end());
            try {
                files.prepare();
                var known = files.read(identity);
                confirmed = known.map(positions -> positions.atMost(log.start())).orElse(confirmed);
                if (known.isEmpty()) {
                    files.write(identity, confirmed);
                }
            } catch (DamagedException damaged) {
                LOG.error("remote write to {}: what was confirmed is not known, {}; everything that the log has is sent"
                        + " again", identity, damaged.getMessage());
                confirmed = Positions.at(log.oldest());
            } catch (IOException failure) {
                LOG.error("remote write to {}: what was confirmed cannot be read, {}; what is stored from now on is"
                        + " sent", identity, failure.toString());
            }
            return new RemoteQueue.Start(confirmed, log.start());
        }

        private Scheduled schedule() {
            var serving = queue;
            serving.pump();
            return around.timeline().every(ShardCount.INTERVAL, ShardCount.INTERVAL, serving::reconsider);
        }

        private Scheduled metadata() {
            var how = wanted.config().metadata();
            return how.send() && how.interval().isPositive()
                    ? around.timeline().every(how.interval(), how.interval(), queue.metadata()::collect)
                    : () -> {};
        }

        String identity() {
            return wanted.identity();
        }

        /// The queue that serves it now. Does not wait: the log asks.
        RemoteQueue queue() {
            return queue;
        }

        /// Serves the receiver in another way, once no request is under way.
        synchronized void change(Receiver receiver) {
            if (receiver.equals(wanted)) {
                return;
            }
            wanted = receiver;
            if (!changing) {
                changing = true;
                cancel();
                var _ = queue.stop().thenRun(() -> around.timeline().after(Duration.ZERO, this::changed));
            }
        }

        private synchronized void changed() {
            changing = false;
            if (ended) {
                return;
            }
            queue = new RemoteQueue(wanted, queue.takeover(), around);
            resharding = schedule();
            metadata = metadata();
        }

        private void cancel() {
            resharding.cancel();
            metadata.cancel();
        }

        /// Begins no more requests.
        synchronized void end() {
            ended = true;
            cancel();
            var _ = queue.stop();
        }

        /// Ends, and what was confirmed is of no interest any more.
        synchronized void remove() {
            removed = true;
            end();
        }

        void awaitEnd() {
            try {
                queue().stop().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException _) {
                LOG.warn("remote write to {}: a request was still under way; it is sent again at the next start",
                        identity());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /// Writes down what was confirmed, when that is not what is written down already.
        synchronized void writeDown() {
            var confirmed = queue.positions();
            if (removed || confirmed.equals(written)) {
                return;
            }
            try {
                files.write(identity(), confirmed);
                written = confirmed;
                trouble = "";
            } catch (IOException failure) {
                if (!trouble.equals(failure.toString())) {
                    trouble = failure.toString();
                    LOG.warn("remote write to {}: what was confirmed cannot be written down, {}; it is tried again",
                            identity(), trouble);
                }
            }
        }
    }
}

package dev.headroom.remotewrite;

import dev.headroom.config.RemoteWriteConfig.Queue;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.remotewrite.RemoteSender.Outcome;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Exemplars;
import dev.headroom.tsdb.LogPosition;
import dev.headroom.tsdb.LogReader;
import dev.headroom.tsdb.LogTail;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends everything that is committed to one receiver, from where it last confirmed.
///
/* notes
 * 1. Batches are read from the log into shards while every shard has room, so what the receiver cannot take yet stays
 *    on disk. A series is always of the same shard, and a shard has at most one request under way: order per series.
 * 2. What was confirmed is a place in the log for each shard: that of the first sample it still has, or where reading
 *    goes on when it has none. So nothing is forgotten, and after a restart only what was under way is sent again.
 * 3. What is sent again may be there already. A receiver that refuses it (400, "out of order") refuses a whole request,
 *    in which new samples may be, too; so such a request is sent again in halves, down to single samples. Samples up to
 *    `uncertain` are treated like that: those of earlier processes, and those tried before the number of shards or the
 *    configuration changed. A request that is simply tried again is the same request.
 * 4. The number of shards changes when no request is under way: everything moves to the new shards, in the order of
 *    the log.
 * Invariant: a sample that was read is in a shard, or was confirmed, refused, too old or relabelled away. */
final class RemoteQueue {

    private static final int READ_AT_ONCE = 2000;
    private static final int BAD_REQUEST = 400;
    private static final Logger LOG = LoggerFactory.getLogger(RemoteQueue.class);

    private final Receiver receiver;
    private final Queue limits;
    private final Around around;
    private final MetadataQueue metadata;
    private final LogReader<Optional<RemoteSeries>> reader;
    private final Filling filling = new Filling();
    private final QueueCounters counters = new QueueCounters();
    private final ExemplarInbox exemplars;
    private final ShardCount rates = new ShardCount();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final Positions resumed;
    private Shard[] shards;
    private LogPosition uncertain;
    private int wantedShards;
    private long wakeAt = Long.MAX_VALUE;
    private long confirmedAt;
    private boolean closed;
    private volatile long neededSegment;

    /// What queues share.
    record Around(LogTail log, RemoteSender sender, Timeline timeline, Supplier<List<MetricMetadata>> metadata) {}

    /// Where a queue begins.
    ///
    /// @param uncertain what is before may have been sent already
    record Start(Positions confirmed, LogPosition uncertain) {}

    RemoteQueue(Receiver receiver, Start start, Around around) {
        this.receiver = receiver;
        this.limits = receiver.config().queue();
        this.around = around;
        this.metadata = new MetadataQueue(receiver.config(), around);
        this.resumed = start.confirmed();
        this.uncertain = start.uncertain();
        this.exemplars = new ExemplarInbox(receiver);
        this.reader = around.log().reader(resumed.first());
        this.shards = shards((int) Math.min(limits.minShards(), limits.maxShards()));
        this.neededSegment = resumed.first().segment();
    }

    private static Shard[] shards(int count) {
        return Stream.generate(Shard::new).limit(count).toArray(Shard[]::new);
    }

    private long nanos() {
        return around.timeline().nanos();
    }

    /// Takes samples from the log into their shards.
    private final class Filling implements LogReader.Sink<Optional<RemoteSeries>> {

        private LogPosition batch = new LogPosition(0, 0, 0);
        private boolean resuming;

        @Override
        public Optional<RemoteSeries> series(Labels labels) {
            return RemoteSeries.of(labels, receiver.externalLabels(), receiver.config().relabeling());
        }

        @Override
        public void batch(LogPosition begin) {
            batch = begin;
            resuming = begin.compareTo(resumed.last()) <= 0;
        }

        @Override
        public void number(int index, Optional<RemoteSeries> series, long timestampMillis, double value) {
            counters.read++;
            rates.read(1);
            if (series.isEmpty()) {
                counters.relabelled++;
                rates.dropped(1);
            } else {
                addUnlessConfirmed(new Pending.Value(series.get(), batch, index, timestampMillis, value));
            }
        }

        @Override
        public void histogram(
                int index, Optional<RemoteSeries> series, long timestampMillis, FloatHistogram histogram) {
            if (receiver.config().sendNativeHistograms()) {
                counters.read++;
                rates.read(1);
                series.ifPresent(one -> addUnlessConfirmed(
                        new Pending.Histogram(one, batch, index, timestampMillis, histogram)));
            }
        }

        private void addUnlessConfirmed(Pending pending) {
            if (!resuming || !resumed.haveConfirmed(pending.series().hash(), pending.place())) {
                add(pending);
            }
        }
    }

    private void add(Pending pending) {
        shards[Positions.shard(pending.series().hash(), shards.length)].add(pending, nanos());
    }

    /// Takes an exemplar, if the receiver is to have such. Does not wait.
    void take(Labels series, Exemplars.Exemplar exemplar) {
        exemplars.put(series, exemplar);
    }

    /// Reads what there is room for, and sends what is due.
    synchronized void pump() {
        if (closed || wantedShards > 0) {
            return;
        }
        try {
            boolean more = true;
            while (more && hasRoom()) {
                more = reader.read(READ_AT_ONCE, filling);
            }
        } catch (IOException failure) {
            told("the log cannot be read, expected a file of it, got " + failure + "; it is tried again");
        }
        counters.exemplarsFailed += exemplars.drain(reader.position(), this::add);
        for (var shard : shards) {
            next(shard);
        }
        neededSegment = positions().first().segment();
    }

    private boolean hasRoom() {
        return Arrays.stream(shards).allMatch(shard -> shard.waiting() < limits.capacity());
    }

    private void next(Shard shard) {
        int most = (int) Math.min(Integer.MAX_VALUE, limits.maxSamplesPerSend());
        while (shard.isIdle()) {
            boolean due = shard.waited(nanos()).compareTo(limits.batchSendDeadline()) >= 0;
            if (!shard.begin(most, due, nanos())) {
                wakeWhenDue(shard);
                return;
            }
            if (limits.sampleAgeLimit().isPositive()) {
                counters.tooOld += shard.dropBefore(
                        around.timeline().now().minus(limits.sampleAgeLimit()).toEpochMilli());
            }
            if (shard.batch().isEmpty()) {
                shard.done();
            } else {
                send(shard);
            }
        }
    }

    private void wakeWhenDue(Shard shard) {
        long at = nanos() + limits.batchSendDeadline().minus(shard.waited(nanos())).toNanos();
        if (shard.waiting() > 0 && at < wakeAt) {
            wakeAt = at;
            around.timeline().after(Duration.ofNanos(at - nanos()), this::wake);
        }
    }

    private synchronized void wake() {
        wakeAt = Long.MAX_VALUE;
        pump();
    }

    private void send(Shard shard) {
        var packed = SnappyBlock.pack(WriteRequest.of(shard.batch()));
        long begun = nanos();
        shard.sending();
        var _ = around.sender()
                .send(receiver.config(), packed)
                .exceptionally(failure -> new Outcome.TryLater(String.valueOf(failure), Duration.ZERO))
                .thenAccept(outcome -> around.timeline().after(
                        Duration.ZERO, () -> ended(shard, packed.length, begun, outcome)));
    }

    private synchronized void ended(Shard shard, int bytes, long begun, Outcome outcome) {
        var took = Duration.ofNanos(nanos() - begun);
        int samples = shard.batch().size();
        counters.requests++;
        counters.requestSeconds += took.toNanos() / 1e9;
        rates.sent(samples, took);
        shard.answered();
        switch (outcome) {
            case Outcome.Accepted _ -> accepted(shard, bytes);
            case Outcome.TryLater(var why, var pause) -> {
                counters.retried += samples;
                told(why + "; tried again");
                var wait = shard.pause(pause, limits.minBackoff(), limits.maxBackoff());
                around.timeline().after(wait, () -> again(shard));
            }
            case Outcome.Refused(int status, var why) -> refused(shard, status, why);
        }
        if (closed) {
            endWhenQuiet();
        } else if (wantedShards > 0) {
            reshardWhenQuiet();
        } else {
            pump();
        }
    }

    private void accepted(Shard shard, int bytes) {
        int exemplars = exemplars(shard);
        counters.exemplars += exemplars;
        counters.sent += shard.batch().size() - exemplars;
        counters.bytes += bytes;
        shard.batch().forEach(one -> counters.newestMillis = Math.max(counters.newestMillis, one.timestampMillis()));
        confirmedAt = nanos();
        shard.done();
        told("");
    }

    private static int exemplars(Shard shard) {
        return (int) shard.batch().stream().filter(Pending.Exemplar.class::isInstance).count();
    }

    private void refused(Shard shard, int status, String why) {
        var batch = shard.batch();
        if (status == BAD_REQUEST && batch.size() > 1 && batch.getFirst().batch().compareTo(uncertain) < 0) {
            shard.split();
            return;
        }
        counters.exemplarsFailed += exemplars(shard);
        counters.failed += batch.size() - exemplars(shard);
        told(why + "; " + batch.size() + " samples are dropped");
        shard.done();
    }

    private synchronized void again(Shard shard) {
        shard.paused();
        pump();
    }

    /// Looks whether the rates ask for another number of shards; called every [ShardCount#INTERVAL].
    synchronized void reconsider() {
        long newest = around.log().newestMillis();
        double behind = counters.newestMillis == 0 ? 0 : (newest - counters.newestMillis) / 1000.0;
        int wanted = rates.next(shards.length, behind, limits);
        boolean works = confirmedAt != 0
                && nanos() - confirmedAt < limits.batchSendDeadline().multipliedBy(2).toNanos();
        if (works && wanted != shards.length && !closed && wantedShards == 0) {
            wantedShards = wanted;
            reshardWhenQuiet();
        }
    }

    private boolean isQuiet() {
        return Arrays.stream(shards).noneMatch(Shard::isUnderWay);
    }

    private void reshardWhenQuiet() {
        if (!isQuiet()) {
            return;
        }
        LOG.info("{}: {} shards, before {}", receiver.shownUrl(), wantedShards, shards.length);
        uncertain = uncertainNow();
        var before = shards;
        shards = shards(wantedShards);
        wantedShards = 0;
        Arrays.stream(before)
                .flatMap(shard -> shard.retire().stream())
                .sorted(Comparator.comparing(Pending::place))
                .forEach(this::add);
        pump();
    }

    private LogPosition uncertainNow() {
        boolean tried = Arrays.stream(shards).anyMatch(Shard::hasTried);
        return tried ? reader.position() : uncertain;
    }

    private void told(String what) {
        if (!what.isEmpty() && !counters.trouble.equals(what)) {
            LOG.warn("remote write to {}: {}", receiver.shownUrl(), what);
        }
        counters.trouble = what;
    }

    /// What the receiver has confirmed.
    synchronized Positions positions() {
        var end = reader.position();
        return new Positions(Arrays.stream(shards).map(shard -> shard.first().orElse(end)).toList());
    }

    /// The oldest file of the log that is still needed. Does not wait.
    long neededSegment() {
        return neededSegment;
    }

    /// Begins no more requests; done when the last one has ended.
    synchronized CompletableFuture<Void> stop() {
        closed = true;
        metadata.stop();
        endWhenQuiet();
        return stopped;
    }

    private void endWhenQuiet() {
        if (isQuiet()) {
            stopped.complete(null);
        }
    }

    /// Where a queue begins that takes over from this one, which has stopped.
    synchronized Start takeover() {
        return new Start(positions(), uncertainNow());
    }

    MetadataQueue metadata() {
        return metadata;
    }

    synchronized QueueStatus status() {
        long pending = Arrays.stream(shards).mapToLong(Shard::size).sum();
        var name = receiver.config().name();
        return new QueueStatus(
                name.isEmpty() ? receiver.identity() : name,
                receiver.shownUrl(),
                counters.samples(reader.lost(), pending),
                new QueueStatus.Shards(shards.length, rates.desired(), limits.minShards(), limits.maxShards(),
                        limits.capacity(), limits.maxSamplesPerSend()),
                counters.requests(metadata),
                counters.newestMillis,
                counters.trouble);
    }
}

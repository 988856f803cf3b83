package dev.headroom.remotewrite;

import dev.headroom.model.Labels;
import dev.headroom.tsdb.Exemplars.Exemplar;
import dev.headroom.tsdb.LogPosition;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Exemplars that have yet to come into the shards of one receiver; used by any number of threads, of which none waits.
///
/// As many wait as a shard holds samples (`capacity`); more are dropped.
final class ExemplarInbox {

    private final Receiver receiver;
    private final ConcurrentLinkedQueue<Came> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();

    private record Came(Labels series, Exemplar exemplar) {}

    ExemplarInbox(Receiver receiver) {
        this.receiver = receiver;
    }

    void put(Labels series, Exemplar exemplar) {
        if (!receiver.config().sendExemplars()) {
            return;
        }
        if (size.get() >= receiver.config().queue().capacity()) {
            dropped.incrementAndGet();
        } else {
            size.incrementAndGet();
            waiting.add(new Came(series, exemplar));
        }
    }

    /// Empties itself.
    ///
    /// @param place where the log was read to
    /// @return how many were dropped since it was emptied the last time
    int drain(LogPosition place, Consumer<Pending> to) {
        for (var came = waiting.poll(); came != null; came = waiting.poll()) {
            size.decrementAndGet();
            var exemplar = came.exemplar();
            RemoteSeries.of(came.series(), receiver.externalLabels(), receiver.config().relabeling())
                    .ifPresent(series -> to.accept(new Pending.Exemplar(
                            series,
                            place,
                            RemoteSeries.message(exemplar.labels()),
                            exemplar.timestampMillis(),
                            exemplar.value())));
        }
        return dropped.getAndSet(0);
    }
}

package dev.headroom.processes;

import dev.headroom.machine.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/// The last readings of one container: turns CPU time into a rate over a window, as metrics-server does. In nanocores,
/// cut off, of which the autoscaler sees thousandths of a core, rounded up.
final class UsageWindow {

    private static final long NANO_PER_MILLI = 1_000_000;

    private final Duration window;
    private final ArrayDeque<At> readings = new ArrayDeque<>();
    private Optional<ContainerStatus.Usage> usage = Optional.empty();

    private record At(Instant time, Reading reading) {}

    UsageWindow(Duration window) {
        this.window = window;
    }

    /// Another run begins: what was read of the last one says nothing about it.
    void startOver() {
        readings.clear();
        usage = Optional.empty();
    }

    /// Takes a reading; the first of a run gives no rate yet. CPU time that went back is a run that nobody told of.
    void add(Instant now, Reading reading) {
        if (!readings.isEmpty() && reading.cpu().compareTo(readings.getLast().reading().cpu()) < 0) {
            startOver();
        }
        readings.addLast(new At(now, reading));
        while (readings.size() > 2 && !secondOldest().time().isAfter(now.minus(window))) {
            readings.removeFirst();
        }
        var oldest = readings.getFirst();
        var span = Duration.between(oldest.time(), now);
        if (span.isPositive()) {
            var spent = reading.cpu().minus(oldest.reading().cpu());
            usage = Optional.of(new ContainerStatus.Usage(
                    now,
                    span,
                    Math.ceilDiv((long) (spent.toNanos() / (span.toNanos() / 1e9)), NANO_PER_MILLI),
                    reading.memoryBytes(),
                    reading.cpu().toNanos() / 1e9,
                    reading.throttled().toNanos() / 1e9));
        }
    }

    private At secondOldest() {
        var iterator = readings.iterator();
        iterator.next();
        return iterator.next();
    }

    Optional<ContainerStatus.Usage> usage() {
        return usage;
    }
}

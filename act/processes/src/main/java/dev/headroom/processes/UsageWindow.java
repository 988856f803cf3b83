package dev.headroom.processes;

import dev.headroom.machine.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/// The last readings of one container: turns CPU time into a rate over a window, as metrics-server does.
final class UsageWindow {

    private final Duration window;
    private final ArrayDeque<At> readings = new ArrayDeque<>();
    private Optional<ContainerStatus.Usage> usage = Optional.empty();

    private record At(Instant time, Reading reading) {}

    UsageWindow(Duration window) {
        this.window = window;
    }

    /// Takes a reading; the first gives no rate yet.
    void add(Instant now, Reading reading) {
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
                    Math.max(0, Math.ceilDiv(spent.toNanos() * 1000, span.toNanos())),
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

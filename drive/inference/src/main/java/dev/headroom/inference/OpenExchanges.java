package dev.headroom.inference;

import dev.headroom.timeline.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/// The requests that have no answer yet, so that a stop knows when it cuts off nobody. Lives on the event loop.
final class OpenExchanges {

    private final Timeline timeline;
    private final Set<Exchange> open = new LinkedHashSet<>();
    private long lastNanos;

    OpenExchanges(Timeline timeline) {
        this.timeline = timeline;
        this.lastNanos = timeline.nanos();
    }

    void opened(Exchange exchange) {
        lastNanos = timeline.nanos();
        open.add(exchange);
    }

    void closed(Exchange exchange) {
        lastNanos = timeline.nanos();
        open.remove(exchange);
    }

    /// How long there has been no request, in nanoseconds; 0 while there is one.
    long quietNanos() {
        return open.isEmpty() ? timeline.nanos() - lastNanos : 0;
    }

    /// Answers whoever still waits that the replica stops.
    void refuseAll() {
        for (var exchange : new ArrayList<>(open)) {
            exchange.closeConnection();
            exchange.refuse(ErrorCode.STOPPING, "the replica stops; try again at another one", 1);
        }
    }
}

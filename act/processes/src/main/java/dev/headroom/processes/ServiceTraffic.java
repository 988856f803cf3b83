package dev.headroom.processes;

import java.util.concurrent.atomic.LongAdder;

/// What passed through a Service port since it began to listen; counted on its event loop, read from anywhere.
public final class ServiceTraffic {

    private final LongAdder answered = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    private volatile int waiting;

    /// Requests that a pod answered, whatever its status said.
    public long answered() {
        return answered.sum();
    }

    /// Times that a request was given to another pod because the first could not be reached or died with it.
    public long retried() {
        return retried.sum();
    }

    /// Requests answered with 503, because no pod was ready in time or too many waited.
    public long refused() {
        return refused.sum();
    }

    /// Requests answered with 502 or 504, or cut off, because their pod died or fell silent and they may not be sent
    /// twice.
    public long failed() {
        return failed.sum();
    }

    /// Requests that wait for a ready pod now.
    public int waiting() {
        return waiting;
    }

    /// Requests that came and are not answered to their end yet.
    public int inFlight() {
        return inFlight.intValue();
    }

    void begun() {
        inFlight.increment();
    }

    void over() {
        inFlight.decrement();
    }

    void countAnswered() {
        answered.increment();
    }

    void countRetried() {
        retried.increment();
    }

    void countRefused() {
        refused.increment();
    }

    void countFailed() {
        failed.increment();
    }

    void waiting(int requests) {
        waiting = requests;
    }
}

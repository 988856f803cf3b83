package dev.headroom.processes;

import java.util.concurrent.atomic.LongAdder;

/// What passed through a Service port since it began to listen; counted on its event loop, read from anywhere.
public final class ServiceTraffic {

    private final LongAdder arrived = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder serverErrors = new LongAdder();
    private final LongAdder tooManyRequests = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    private volatile int waiting;

    /// Requests that came.
    public long arrived() {
        return arrived.sum();
    }

    /// Of the answered ones, those with a status of 500 or above.
    public long serverErrors() {
        return serverErrors.sum();
    }

    /// Of the answered ones, those with status 429.
    public long tooManyRequests() {
        return tooManyRequests.sum();
    }

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
        arrived.increment();
        inFlight.increment();
    }

    void over() {
        inFlight.decrement();
    }

    void countAnswered(int status) {
        answered.increment();
        if (status >= 500) {
            serverErrors.increment();
        } else if (status == 429) {
            tooManyRequests.increment();
        }
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

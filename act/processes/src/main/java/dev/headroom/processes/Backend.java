package dev.headroom.processes;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;

/// One pod as its Service sees it: where it listens, how many requests are with it, and whether it may get more. Owned
/// by the balancer's event loop.
final class Backend {

    /// A pod that could not be reached is passed over for this long while others can be.
    static final Duration EJECTION = Duration.ofSeconds(1);

    private final Address address;
    private final Promise<Void> empty = Promise.promise();
    private int inFlight;
    private boolean draining;
    private Instant ejectedUntil = Instant.MIN;

    Backend(Address address) {
        this.address = address;
    }

    /// @param pod its name; unique in its Service
    record Address(String pod, String host, int port) {}

    Address address() {
        return address;
    }

    int inFlight() {
        return inFlight;
    }

    boolean draining() {
        return draining;
    }

    boolean ejected(Instant now) {
        return now.isBefore(ejectedUntil);
    }

    void eject(Instant now) {
        ejectedUntil = now.plus(EJECTION);
    }

    void taken() {
        inFlight++;
    }

    void released() {
        inFlight--;
        completeWhenEmpty();
    }

    /// Takes no more requests.
    ///
    /// @return completes when those it has are answered
    Future<Void> drain() {
        draining = true;
        completeWhenEmpty();
        return empty.future();
    }

    private void completeWhenEmpty() {
        if (draining && inFlight == 0) {
            empty.tryComplete();
        }
    }
}

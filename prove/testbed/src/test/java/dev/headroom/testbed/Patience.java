package dev.headroom.testbed;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for something that others do.
final class Patience {

    private static final int TRIES = 600;
    private static final int PAUSE_MILLIS = 100;

    private Patience() {}

    static void until(BooleanSupplier condition, Supplier<String> otherwise) throws InterruptedException {
        for (int tries = 0; tries < TRIES; tries++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new AssertionError("not within a minute: " + otherwise.get());
    }
}

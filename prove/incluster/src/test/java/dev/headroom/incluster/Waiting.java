package dev.headroom.incluster;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for something that others do.
final class Waiting {

    private static final int TRIES = 600;
    private static final int PAUSE_MILLIS = 100;

    private Waiting() {}

    static boolean comes(BooleanSupplier condition) {
        for (int tries = 0; tries < TRIES; tries++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            rest(PAUSE_MILLIS);
        }
        return false;
    }

    static void until(BooleanSupplier condition, Supplier<String> otherwise) {
        if (!comes(condition)) {
            throw new AssertionError("not within a minute: " + otherwise.get());
        }
    }

    static void rest(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }
}

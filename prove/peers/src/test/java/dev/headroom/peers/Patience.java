package dev.headroom.peers;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what a program of this machine does by itself.
final class Patience {

    private static final int PAUSE_MILLIS = 50;

    private Patience() {}

    static void until(BooleanSupplier happened, Supplier<String> otherwise) {
        until(Duration.ofSeconds(30), happened, otherwise);
    }

    static void until(Duration patience, BooleanSupplier happened, Supplier<String> otherwise) {
        long end = System.nanoTime() + patience.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail(otherwise.get());
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                fail("interrupted");
            }
        }
    }
}

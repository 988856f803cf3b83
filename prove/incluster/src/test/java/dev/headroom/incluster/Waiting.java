package dev.headroom.incluster;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for something that others do.
final class Waiting {

    private static final System.Logger LOG = System.getLogger("waiting");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int PAUSE_MILLIS = 100;

    private Waiting() {}

    static boolean comes(BooleanSupplier condition) {
        return comes(LONG, condition);
    }

    private static boolean comes(Duration patience, BooleanSupplier condition) {
        var end = Instant.now().plus(patience);
        do {
            if (condition.getAsBoolean()) {
                return true;
            }
            rest(PAUSE_MILLIS);
        } while (Instant.now().isBefore(end));
        return condition.getAsBoolean();
    }

    static void until(BooleanSupplier condition, Supplier<String> otherwise) {
        if (!comes(condition)) {
            throw new AssertionError("not within a minute: " + otherwise.get());
        }
    }

    /// Waits like [#until], for as long as is stated where that is longer, and asserts that it took no longer than the
    /// time that docs/design/operator.md states.
    ///
    /// @return how long it took
    static Duration within(Duration bound, BooleanSupplier condition, Supplier<String> otherwise) {
        return within(Instant.now(), bound, condition, otherwise);
    }

    /// @param since when the time is counted from
    static Duration within(Instant since, Duration bound, BooleanSupplier condition, Supplier<String> otherwise) {
        var patience = bound.compareTo(LONG) > 0 ? bound : LONG;
        if (!comes(patience, condition)) {
            throw new AssertionError("not within " + patience.toSeconds() + " s: " + otherwise.get());
        }
        var took = Duration.between(since, Instant.now());
        LOG.log(Level.INFO, "took " + took.toMillis() + " ms of " + bound.toSeconds() + " s");
        if (took.compareTo(bound) > 0) {
            throw new AssertionError("took " + took + ", not the stated " + bound + ": " + otherwise.get());
        }
        return took;
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

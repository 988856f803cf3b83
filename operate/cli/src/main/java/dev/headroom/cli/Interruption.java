package dev.headroom.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ctrl-C and SIGTERM as something that a verb hears: it is told, and gets some time to end what it runs before the
/// program does. The exit status is then 130.
final class Interruption implements AutoCloseable {

    /// How long a verb may take to end (limit `interruption`).
    private static final long GRACE_SECONDS = 20;

    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch came = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final Runnable told;
    private final Thread hook;

    private Interruption(Runnable told) {
        this.told = told;
        this.hook = new Thread(this::interrupted, "interruption");
    }

    /// Listens until it is closed.
    ///
    /// @param told called once, on a thread of its own
    static Interruption listen(Runnable told) {
        var interruption = new Interruption(told);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void interrupted() {
        interrupted.set(true);
        told.run();
        came.countDown();
        try {
            if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitStatus.INTERRUPTED);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitStatus.INTERRUPTED);
    }

    /// Waits for it.
    void await() {
        try {
            came.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    boolean hasCome() {
        return interrupted.get();
    }

    /// The verb has ended what it runs.
    @Override
    public void close() {
        if (hasCome()) {
            done.countDown();
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // It came just now.
            done.countDown();
        }
    }
}

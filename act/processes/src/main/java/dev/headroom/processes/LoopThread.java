package dev.headroom.processes;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns pods. What fails on it is told, and the loop goes on.
final class LoopThread implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("processes").factory());

    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException defect) {
                    LOG.error("a defect in the loop of pods; it goes on", defect);
                }
            });
        } catch (RejectedExecutionException _) {
            LOG.debug("closed: {} is left undone", task);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}

package dev.headroom.server;

import dev.headroom.timeline.WallTimeline;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What everything that runs stands on: the clock with its threads, the sockets with theirs. Opened first and closed
/// last, so that a start that fails leaves neither behind.
record Ground(WallTimeline timeline, Vertx vertx) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ground.class);

    private static final int CLOSE_SECONDS = 5;

    static Ground open() {
        return new Ground(
                new WallTimeline((thread, failure) -> LOG.error("task {}", thread.getName(), failure)), Vertx.vertx());
    }

    @Override
    public void close() {
        timeline.close();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("closing sockets: {}", failure.toString());
        }
    }
}

package dev.headroom.server;

import dev.headroom.timeline.WallTimeline;
import dev.headroom.tsdb.Storage;
import dev.headroom.tsdb.StorageException;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What everything that runs stands on: the clock with its threads, the folder with samples, the sockets. Opened first
/// and closed last, so that a start that fails leaves none behind.
record Ground(WallTimeline timeline, Storage storage, Vertx vertx) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ground.class);

    private static final int CLOSE_SECONDS = 5;

    /// @throws dev.headroom.tsdb.StorageException when samples cannot be kept in the folder
    static Ground open(ServerConfig.Data data) {
        var timeline = new WallTimeline((thread, failure) -> LOG.error("task {}", thread.getName(), failure));
        try {
            return new Ground(timeline, DataFolder.open(data, timeline), Vertx.vertx());
        } catch (StorageException failure) {
            timeline.close();
            throw failure;
        }
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
        storage.close();
    }
}
